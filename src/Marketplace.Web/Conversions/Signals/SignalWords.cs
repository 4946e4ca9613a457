using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>Signals in words.</summary>
internal static class SignalWords
{
    public static string Name(SignalKind kind) => Text("Kind" + kind);

    /// <summary>What such a signal means, and what it does not.</summary>
    public static string Meaning(SignalKind kind) => Text("Meaning" + kind);

    public static string Why(Reason reason) => Text(reason.Code).Fill([.. reason.Args.Select(Arg)]);

    public static string Why(Signal signal) => string.Join(' ', signal.Why.Select(Why));

    public static string Parties(Filing filing, Side side) => string.Join('、', filing.Parties.Where(p => p.Side == side).Select(p => p.Name));

    private static string Arg(string arg) => Enum.TryParse<ContactSource>(arg, out var source) && Enum.IsDefined(source) && !char.IsAsciiDigit(arg[0]) ? Text("Source" + source) : arg;

    private static string Text(string key) => SignalTexts.ResourceManager.GetString(key, SignalTexts.Culture) ?? throw new InvalidOperationException($"No text {key}.");
}
