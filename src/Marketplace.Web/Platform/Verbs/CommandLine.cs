using System.Globalization;

namespace Marketplace.Web.Platform.Verbs;

/// <summary>The words after <c>marketplace</c>: verbs first, then <c>--name value</c> or <c>--flag</c>; options the verb does not have are refused.</summary>
public sealed class CommandLine
{
    private static readonly HashSet<string> s_flags = new(StringComparer.Ordinal) { "demo", "no-migrate", "dry-run", "answers" };
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    public CommandLine(IReadOnlyList<string> words)
    {
        var verb = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                verb.Add(words[i]);
                continue;
            }
            var (name, value) = words[i][2..].Split('=', 2) is [var left, var right] ? (left, right) : (words[i][2..], null);
            if (value is null && !s_flags.Contains(name))
            {
                value = i + 1 < words.Count && !words[i + 1].StartsWith("--", StringComparison.Ordinal)
                    ? words[++i] : throw OperatorException.Words(string.Format(VerbTexts.Culture, VerbTexts.NeedsValue, "--" + name));
            }
            _options[name] = value ?? "true";
        }
        Verb = verb.Count == 0 ? "serve" : string.Join(' ', verb);
    }

    public string Verb { get; }

    public string? Option(string name) => _options.GetValueOrDefault(name);

    public bool Flag(string name) => _options.GetValueOrDefault(name) is "true";

    public string Data => Option("data") ?? ".data";

    /// <summary>What the rest of the program reads from configuration.</summary>
    public IReadOnlyDictionary<string, string?> Settings() => new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
    {
        ["data"] = Path.GetFullPath(Data),
        ["demo"] = Flag("demo").ToString(),
        ["no-migrate"] = Flag("no-migrate").ToString(),
    };

    public int Port
    {
        get
        {
            var text = Option("port") ?? "8080";
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
                ? port : throw OperatorException.Words(string.Format(VerbTexts.Culture, VerbTexts.BadPort, text));
        }
    }

    public void Allow(params string[] names)
    {
        foreach (var name in _options.Keys.Where(name => name is not "data" && !names.Contains(name, StringComparer.Ordinal)))
            throw OperatorException.Words(string.Format(VerbTexts.Culture, VerbTexts.UnknownWord, "--" + name));
    }
}
