namespace Marketplace.Search.Suggestions;

/// <summary>A text that may be offered while somebody types; <paramref name="Kind"/> is the caller's word for what it is, the heavier of two comes first.</summary>
public readonly record struct SuggestionEntry(string Text, string Kind, int Weight);

/// <summary>Texts of one kind, the best first.</summary>
public sealed record SuggestionGroup(string Kind, IReadOnlyList<string> Texts);
