using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Matchmaking.Lists;

/// <summary>Both lists as tables: exactly what their pages show, and for the same readers.</summary>
internal static class ListExports
{
    private const int Most = 2000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"/needs/{{id:guid}}/matches/export.{{{SheetFile.Formats}}}", async (Guid id, string format, [AsParameters] MatchFilter filter, OwnMatches matches, AuditLog audit, AppDbContext db, CancellationToken ct) =>
        {
            if (await matches.FindAsync(id, ct) is not { } need) return Results.StatusCode(StatusCodes.Status404NotFound);
            IReadOnlyList<SheetField<OwnMatch>> fields =
            [
                new(MatchListTexts.Rank, r => r.Rank) { Form = SheetForm.Whole, Width = 6 },
                new(MatchListTexts.Score, r => (int)Math.Round(r.Match.Score)) { Form = SheetForm.Whole, Width = 8 },
                new(MatchListTexts.Verdict, r => AnswerWords.Score(r.Match.Score)),
                new(MatchListTexts.Number, r => PatentNumber.Show(r.Match.ApplicationNo)) { Width = 20 },
                new(MatchListTexts.Patent, r => r.Patent.Title) { Width = 48 },
                new(MatchListTexts.Holders, r => string.Join('；', r.Holders)) { Width = 32 },
                new(MatchListTexts.Forms, r => string.Join('；', r.Offers.SelectMany(o => o.Forms).Distinct().Select(ListingWords.Name))) { Width = 24 },
                new(MatchListTexts.Fee, r => r.Offers.Count > 0 ? r.Offers[0].Fee : null) { Width = 40 },
                new(MatchListTexts.Answer, r => r.Answer is { } said ? AnswerWords.Name(said.Answer) : null),
                new(MatchListTexts.Why, r => r.Answer?.Why is { } why ? AnswerWords.Name(why) : null),
            ];
            audit.Record(db, "matches.exported", $"need:{id}");
            await db.SaveChangesAsync(ct);
            return SheetFile.Of(MatchListTexts.Title, format, fields, [.. (await matches.ListAsync(need, ct)).Where(row => filter.Fits(row, need))]);
        }).ExcludeFromDescription().For(Act.KeepNeeds);
        routes.MapGet($"/portfolio/needs/export.{{{SheetFile.Formats}}}", async (string format, [AsParameters] HolderFilter filter, HolderMatches matches, Actor actor, AccessCheck access, AuditLog audit, AppDbContext db, CancellationToken ct) =>
        {
            if (actor.ActingFor is not { } own || !access.May(Act.AnswerNeeds, new(own))) return Results.StatusCode(StatusCodes.Status404NotFound);
            IReadOnlyList<SheetField<HolderMatch>> fields =
            [
                new(MatchListTexts.Pseudonym, r => r.Need.Pseudonym),
                new(MatchListTexts.NeedTitle, r => r.Need.Title) { Width = 40 },
                new(MatchListTexts.Summary, r => r.Need.Summary) { Width = 60 },
                new(MatchListTexts.Industry, r => r.Need.Industry) { Width = 24 },
                new(MatchListTexts.Place, r => r.Need.Place) { Width = 24 },
                new(MatchListTexts.Number, r => PatentNumber.Show(r.Match.ApplicationNo)) { Width = 20 },
                new(MatchListTexts.Patent, r => r.Patent) { Width = 48 },
                new(MatchListTexts.Score, r => (int)Math.Round(r.Match.Score)) { Form = SheetForm.Whole, Width = 8 },
                new(MatchListTexts.Answer, r => r.Answer is { } said ? AnswerWords.Name(said.Answer) : null),
                new(MeetingTexts.Introduction, r => r.Introduction is { } asked ? MeetingWords.Name(asked.State) : null),
            ];
            audit.Record(db, "holder-matches.exported", $"organisation:{own}");
            await db.SaveChangesAsync(ct);
            return SheetFile.Of(MatchListTexts.HolderTitle, format, fields, await matches.AllAsync(own, filter, Most, ct));
        }).ExcludeFromDescription().For(Act.AnswerNeeds);
    }
}
