namespace Marketplace.Web.Conversions.Signals;

/// <param name="Key">The same for the same signal.</param>
/// <param name="Others">Conversions it rests on, nearest first.</param>
public sealed record Found(SignalKind Kind, string Key, IReadOnlyList<Reason> Why, IReadOnlyList<Guid> Others);
