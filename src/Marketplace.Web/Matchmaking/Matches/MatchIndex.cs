using System.Collections.Concurrent;
using Marketplace.Matching.Candidates;
using Marketplace.Matching.Scoring;
using Marketplace.Matching.Texts;
using Marketplace.Web.Needs;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>All needs and offers in the memory of this program, ready to be compared. <see cref="MatchFollower"/> keeps it in step with the truth.</summary>
public sealed class MatchIndex(MatchingModel model)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Guid>> _owners = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, NeedFaces> _faces = [];
    private volatile Ranker _ranker = new(model.Shipped, model.Texts.Vocabulary);

    public CandidateIndex<string, MatchableOffer<string>> Offers { get; } = new();

    /// <summary>With everything they say.</summary>
    public CandidateIndex<Guid, MatchableNeed<Guid>> Full { get; } = new();

    /// <summary>With what holders may know.</summary>
    public CandidateIndex<Guid, MatchableNeed<Guid>> Shown { get; } = new();

    /// <summary>Offers the encoder has not read yet.</summary>
    public ConcurrentDictionary<string, bool> Unread { get; } = new(StringComparer.Ordinal);

    public TextModel Texts => model.Texts;

    /// <summary>Weights that came with this program.</summary>
    public Weights Shipped => model.Shipped;

    public Ranker Ranker => _ranker;

    public void Use(Weights weights) => _ranker = new(weights, model.Texts.Vocabulary);

    public CandidateIndex<Guid, MatchableNeed<Guid>> Needs(MatchSide side) => side == MatchSide.Need ? Full : Shown;

    public NeedFaces? Faces(Guid need) => _faces.GetValueOrDefault(need);

    public ICollection<Guid> AllNeeds => _faces.Keys;

    internal void Set(OfferRow row)
    {
        var known = Offers.Find(row.No);
        var hash = NeedFaces.HashOf((object)new { row.Title, row.Abstract, row.Claim, row.Facts, Context = row.Context is not null });
        _owners[row.No] = row.Owners;
        if (row.Context is null) Unread[row.No] = true;
        else Unread.TryRemove(row.No, out _);
        // A touch that changed nothing here costs nothing.
        if (known is not null && known.Hash == hash) return;
        Offers.Set(new(row.No, row.Facts, OfferText.Of(row.Title, row.Abstract, row.Claim, model.Texts), row.Context, hash));
    }

    public bool RemoveOffer(string number)
    {
        _owners.TryRemove(number, out _);
        Unread.TryRemove(number, out _);
        return Offers.Remove(number) is not null;
    }

    public void Set(Need need, NeedSecrets secrets, EncodedTexts kept)
    {
        var faces = NeedFaces.Of(need, secrets, model.Texts, kept);
        _faces[need.Id] = faces;
        Full.Set(faces.Full);
        if (faces.Shown is { } shown) Shown.Set(shown);
        else Shown.Remove(need.Id);
    }

    public void RemoveNeed(Guid need)
    {
        _faces.TryRemove(need, out _);
        Full.Remove(need);
        Shown.Remove(need);
    }

    /// <summary>Hard rule: nobody is brought together with themselves.</summary>
    public bool MayMeet(Guid? owner, string number) => owner is not { } own || !(_owners.TryGetValue(number, out var owners) && owners.Contains(own));
}
