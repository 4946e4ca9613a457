namespace Marketplace.Matching.Factors;

/// <summary>What speaks for a match, each between 0 and 1.</summary>
public enum Factor
{
    Words,
    Terms,
    Context,
}
