namespace Marketplace.Search.Queries;

/// <summary>What every hit must fulfil. Filters of one query all hold; several values of one filter are alternatives.</summary>
public abstract record Filter(string Column);

/// <summary>At least one of these values. A value nobody has fits nothing.</summary>
public sealed record AnyValue(string Column, IReadOnlyList<string> Values) : Filter(Column);

/// <summary>A value that begins so, in ordinal comparison: <c>H01M</c> for all of its groups.</summary>
public sealed record Beginning(string Column, string Prefix) : Filter(Column);

/// <summary>A number within both bounds, themselves included. Documents without the number do not fit.</summary>
public sealed record Between(string Column, long? From, long? To) : Filter(Column);
