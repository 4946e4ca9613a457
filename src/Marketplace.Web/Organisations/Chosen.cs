namespace Marketplace.Web.Organisations;

/// <summary>Choices of a form by name. The framework's binder turns a name it does not know into the first choice of the list.</summary>
public static class Chosen
{
    public static IReadOnlyList<T> Of<T>(IEnumerable<string>? names) where T : struct, Enum =>
        [.. (names ?? []).Select(One<T>).OfType<T>().Distinct()];

    public static T? One<T>(string? name) where T : struct, Enum =>
        Enum.GetNames<T>().Contains(name, StringComparer.Ordinal) ? Enum.Parse<T>(name!) : null;
}
