using Marketplace.Search.Queries;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>What patents on offer are to be near.</summary>
/// <param name="Words">With what each weighs.</param>
/// <param name="Vector">As <see cref="VectorOf"/> makes them.</param>
/// <param name="Most">So many by words, and so many by the vector.</param>
public sealed record OfferQuery(IReadOnlyList<(string Term, float Weight)> Words, sbyte[] Vector, int Most)
{
    public NearQuery ToNear() =>
        new(Words, [PatentSchema.Title, PatentSchema.Abstract, PatentSchema.Claim], PatentSchema.Terms, Vector, new AnyValue(PatentSchema.Offer, ["yes"]), Most);
}
