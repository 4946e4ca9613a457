using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Marketplace.Matching.Texts;
using Marketplace.Web.Needs;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>A need as it is matched: for its owner with all it says, for holders with what they may know. The two never meet.</summary>
public sealed record NeedFaces(MatchableNeed<Guid> Full, MatchableNeed<Guid>? Shown, Guid? Owner, bool HasDetail)
{
    /// <param name="need">As it stands.</param>
    /// <param name="secrets">Opened for this.</param>
    /// <param name="model">Reads texts.</param>
    /// <param name="kept">What the encoder made of it before; what is missing is made and put here.</param>
    public static NeedFaces Of(Need need, NeedSecrets secrets, TextModel model, EncodedTexts kept)
    {
        var shown = ShownOf(need);
        var full = shown with
        {
            Text = string.Join('\n', new[] { need.Summary, secrets.Detail }.Where(text => !string.IsNullOrWhiteSpace(text))),
            BudgetTo = secrets.BudgetTo ?? secrets.BudgetFrom,
            RegionPath = need.RegionPath,
        };
        return new(Matchable(need.Id, full, model, kept), need.Visibility == NeedVisibility.Private ? null : Matchable(need.Id, shown, model, kept), need.OwnerId,
            !string.IsNullOrWhiteSpace(secrets.Detail));
    }

    public static MatchableNeed<Guid> Matchable(Guid id, NeedFacts facts, TextModel model, EncodedTexts kept) =>
        new(id, facts, NeedText.Of(facts.Title, facts.Text, model, model.Encoder is { } encoder ? kept.Of(facts.Title, facts.Text, encoder) : null), HashOf(facts));

    /// <summary>Without budget and detail, and no nearer than the prefecture.</summary>
    private static NeedFacts ShownOf(Need need) => new()
    {
        Title = need.Title,
        Text = need.Summary,
        Industry = need.Industry,
        Ipc = need.Ipc,
        Chains = need.Chains,
        Forms = need.Forms.Aggregate(Forms.None, (all, form) => all | (Forms)(1 << (int)form)),
        MaturityLeast = need.MaturityLeast,
        RegionPath = Prefecture(need.RegionPath),
    };

    private static string Prefecture(string path) => string.Concat(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(code => $"/{code}")) is { Length: > 0 } cut ? cut + "/" : "";

    internal static ulong HashOf<T>(T facts) => BitConverter.ToUInt64(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(facts)));
}
