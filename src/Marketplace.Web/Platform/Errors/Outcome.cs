namespace Marketplace.Web.Platform.Errors;

/// <summary>An expected failure: a stable code for programs, a message in the reader's language, the field it belongs to.</summary>
/// <param name="Code">Stable, snake_case, documented by the API; never reused for something else.</param>
/// <param name="Status">The HTTP status it travels under.</param>
/// <param name="Message">For the person, in the language of the request.</param>
/// <param name="Field">Name of the form field or JSON property, when there is one.</param>
public sealed record Failure(string Code, int Status, string Message, string? Field = null);

/// <summary>A value, or the failures that stand in its place.</summary>
public sealed class Outcome<T> where T : class
{
    private readonly T? _value;

    private Outcome(T? value, IReadOnlyList<Failure> failures) => (_value, Failures) = (value, failures);

    public IReadOnlyList<Failure> Failures { get; }
    public bool Succeeded => Failures.Count == 0;
    public T Value => _value ?? throw new InvalidOperationException("There is no value: " + Failures[0].Code);

    public static implicit operator Outcome<T>(T value) => new(value, []);
    public static implicit operator Outcome<T>(Failure failure) => new(null, [failure]);
    public static implicit operator Outcome<T>(List<Failure> failures) => new(null, failures);
}
