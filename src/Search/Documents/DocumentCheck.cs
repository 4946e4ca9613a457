namespace Marketplace.Search.Documents;

/// <summary>What no engine takes: found before either is asked, so that both refuse the same.</summary>
public static class DocumentCheck
{
    /// <summary>Elasticsearch allows ids of 512 bytes: so many letters fit in any script but the rarest.</summary>
    public const int LongestId = 170;

    /// <summary>The longest value Lucene keeps whole is 32,766 bytes; nobody filters by more than a title.</summary>
    public const int LongestValue = 1_000;

    /// <summary>Null, or a stable code.</summary>
    public static string? Find(IndexChange change)
    {
        if (change.Id.Length is 0 or > LongestId) return "id_length";
        if (change.Id.Any(char.IsControl)) return "id_control_character";
        if (change.Version < 0) return "version_negative";
        if (change.Document is not { } document) return null;
        if (document.Id != change.Id || document.Version != change.Version) return "id_or_version_differs";
        if (document.Numbers.Values.Any(number => number == long.MinValue)) return "number_out_of_range";
        if (document.Values.Values.Any(values => values.Any(value => value.Length > LongestValue))) return "value_too_long";
        return null;
    }
}
