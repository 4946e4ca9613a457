using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Marketplace.Web.Platform.Documents;

/// <summary>What a paper says, whatever it is printed with: <see cref="WordDocument"/> and <see cref="PaperPage"/> are made from it, so both always say the same.</summary>
/// <param name="Title">In the middle above everything.</param>
/// <param name="Number">Its 编号, under the title.</param>
/// <param name="Parts">From top to bottom.</param>
public sealed partial record Paper(string Title, string? Number, IReadOnlyList<PaperPart> Parts)
{
    /// <summary>What somebody still has to fill; it is marked wherever it stands.</summary>
    public const string Blank = "【待填】";

    /// <summary>版本码: at the foot of every page. Whoever scans a stamped paper compares it; another word anywhere gives another code.</summary>
    [JsonIgnore]
    public string Version => string.Join('-', Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this))).Chunk(4).Take(4).Select(four => new string(four)));

    [JsonIgnore]
    public string VersionLine => "版本码 " + Version;

    /// <summary>Everything it says, for whoever has to be able to draw each letter.</summary>
    internal IEnumerable<string> Words() =>
    [
        Title, Number ?? "", .. Parts.SelectMany(part => part switch
        {
            PaperHeading heading => [heading.Text],
            PaperText text => [text.Text],
            PaperFields fields => fields.Fields.SelectMany(field => (string[])[field.Name, field.Value]),
            PaperTable table => table.Heads.Concat(table.Rows.SelectMany(row => row)),
            PaperSignatures signatures => signatures.Signers,
            PaperCode code => [code.Caption, code.Address],
            _ => throw new NotSupportedException(part.GetType().Name),
        }),
    ];

    /// <summary>A text cut at what is to be filled, which is kept.</summary>
    internal static IEnumerable<(string Text, bool Blank)> Runs(string text) => BlankMark.Split(text).Where(run => run.Length > 0).Select(run => (run, run == Blank));

    /// <summary>What XML cannot hold is left out; every kind of line end is one.</summary>
    internal static string Printable(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").EnumerateRunes().Where(rune => rune.Value is '\n' or '\t' or >= 0x20 and not (0xFFFE or 0xFFFF or (>= 0x7F and <= 0x9F))));

    [GeneratedRegex("(?<blank>【待填】)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BlankMark { get; }
}

[JsonDerivedType(typeof(PaperHeading), "heading")]
[JsonDerivedType(typeof(PaperText), "text")]
[JsonDerivedType(typeof(PaperFields), "fields")]
[JsonDerivedType(typeof(PaperTable), "table")]
[JsonDerivedType(typeof(PaperSignatures), "signatures")]
[JsonDerivedType(typeof(PaperCode), "code")]
public abstract record PaperPart;

public sealed record PaperHeading(string Text) : PaperPart;

/// <param name="Text">A paragraph; each line of it begins anew.</param>
/// <param name="Small">A note under what it belongs to.</param>
public sealed record PaperText(string Text, bool Small = false) : PaperPart;

/// <summary>Two columns: what it is, and what it says.</summary>
public sealed record PaperFields(IReadOnlyList<PaperField> Fields) : PaperPart;

public sealed record PaperField(string Name, string Value);

public sealed record PaperTable(IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows) : PaperPart
{
    /// <summary>How much of the width each column gets: by its longest words, but none so little or so much that the others suffer.</summary>
    [JsonIgnore]
    internal IReadOnlyList<double> Shares
    {
        get
        {
            var lengths = Heads.Select((head, column) => Math.Clamp(Rows.Select(row => row[column].Length).Append(head.Length).Max(), 3.0, 20.0)).ToList();
            return [.. lengths.Select(length => length / lengths.Sum())];
        }
    }
}

/// <summary>Room for name, seal and day of each that signs.</summary>
public sealed record PaperSignatures(IReadOnlyList<string> Signers) : PaperPart;

/// <summary>An address to be typed, and the same as a code to be photographed.</summary>
public sealed record PaperCode(string Caption, string Address) : PaperPart;
