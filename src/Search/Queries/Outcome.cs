namespace Marketplace.Search.Queries;

/// <summary>A value, or why there is none.</summary>
public readonly record struct Outcome<T>(T? Value, QueryFault? Fault) where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(QueryFault fault) => new(null, fault);
}
