using System.Collections.Frozen;

namespace Marketplace.Web.Catalogue.Classifications;

/// <summary>What IPC symbols mean (<c>data/classifications/ipc.tsv</c>). Chinese only: there is no official Uyghur text.</summary>
public sealed class IpcTitles
{
    private readonly Lazy<FrozenDictionary<string, IpcTitle>> _titles = new(Read);

    public IpcTitle? Find(string code) => _titles.Value.GetValueOrDefault(code);

    public IEnumerable<IpcTitle> All => _titles.Value.Values;

    /// <summary>Section, class, subclass, main group and symbol, as far as they are known: A, A01, A01B, A01B33/00, A01B33/02.</summary>
    public IReadOnlyList<IpcTitle> PathOf(string symbol)
    {
        var slash = symbol.IndexOf('/', StringComparison.Ordinal);
        string[] codes = [symbol[..1], symbol[..Math.Min(3, symbol.Length)], symbol[..Math.Min(4, symbol.Length)], slash > 0 ? symbol[..slash] + "/00" : symbol, symbol];
        return [.. codes.Distinct(StringComparer.Ordinal).Select(Find).OfType<IpcTitle>()];
    }

    private static FrozenDictionary<string, IpcTitle> Read() => TableFile.Rows("ipc.tsv")
        .Select(row => new IpcTitle(row[0], row[1], row[2])).ToFrozenDictionary(title => title.Code, StringComparer.Ordinal);
}

/// <param name="Code">As <see cref="Patents.PatentClass.Ipc"/> writes it, or the beginning of one.</param>
/// <param name="Level">section, class, subclass, group or subgroup.</param>
public sealed record IpcTitle(string Code, string Level, string Title);
