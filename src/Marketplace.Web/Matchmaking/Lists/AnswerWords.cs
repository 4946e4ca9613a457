using System.Globalization;
using System.Text.Json;
using Marketplace.Matching.Explanations;
using Marketplace.Web.Matchmaking.Matches;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Matchmaking.Lists;

/// <summary>Scores and answers in the reader's language.</summary>
public static class AnswerWords
{
    /// <summary>A score is the share of relevant ones among a hundred of its kind: two in three are worth the word "likely".</summary>
    private const double Likely = 65;
    private const double Possible = 35;

    /// <summary>What a holder may say does not fit: it knows nothing of the budget.</summary>
    private static readonly WhyNot[] s_ofHolders = [WhyNot.NotMyField, WhyNot.NotReady, WhyNot.WrongForm, WhyNot.TooFar, WhyNot.KnownAlready, WhyNot.Other];

    public static string Name(Verdict verdict) => MatchListTexts.ResourceManager.GetString("Verdict" + verdict, MatchListTexts.Culture)!;

    public static string Name(WhyNot why) => MatchListTexts.ResourceManager.GetString("Why" + why, MatchListTexts.Culture)!;

    public static string Look(Verdict verdict) => verdict switch { Verdict.Interested => "ok", Verdict.Later => "soon", _ => "stopped" };

    public static IEnumerable<SelectListItem> Whys(MatchSide side) =>
        [new(MatchListTexts.ChooseWhy, ""), .. (side == MatchSide.Need ? Enum.GetValues<WhyNot>() : s_ofHolders).Select(why => new SelectListItem(Name(why), why.ToString()))];

    public static string Score(double score) => score >= Likely ? MatchListTexts.ScoreLikely : score >= Possible ? MatchListTexts.ScorePossible : MatchListTexts.ScoreWorthALook;

    public static string Number(double score) => score.ToString("0", CultureInfo.InvariantCulture);

    public static MatchReasons Reasons(Match match) => JsonSerializer.Deserialize<MatchReasons>(match.Reasons, JsonSerializerOptions.Web) ?? new([], []);
}
