using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Candidates;

/// <summary>A need or an offer, as an index of one side holds it.</summary>
public interface IReadable<out TKey>
{
    TKey Key { get; }
    SparseWords Words { get; }
    Quantised Terms { get; }

    /// <summary>One bit for each form that is offered or would be taken: two sides without a common one are not compared.</summary>
    uint Forms { get; }
}
