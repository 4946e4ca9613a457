using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>What was accepted becomes a correction of what counts, with the product, its number in the register and the papers. It goes through 初审 and 复核 as any other; the ladder then says L4 or L5.</summary>
public sealed class FollowUpCorrection(AppDbContext db, FilingBook book, FilingNotices notices)
{
    /// <summary>Whether it was written. Where something else is being said of the conversion, it waits and says so. The caller has both locked, and saves.</summary>
    public async Task<bool> WriteAsync(FollowUp one, Conversion conversion, CancellationToken ct)
    {
        one.FilingWaits = false;
        if (conversion.CountedId is not { } counted || conversion.IntoId is not null) return false;
        var says = await db.Set<Filing>().AsNoTracking().Where(f => f.Id == counted).Whole().SingleAsync(ct);
        if (says.Kind == FilingKind.Reversal || !Adds(one, says)) return false;
        if (await db.Set<Filing>().AnyAsync(f => f.ConversionId == conversion.Id && f.State != FilingState.Verified && f.State != FilingState.Dropped, ct))
        {
            one.FilingWaits = true;
            return false;
        }
        var filing = book.Blank(Guid.CreateVersion7(), conversion, FilingKind.Correction);
        says.CopyTo(filing);
        (filing.EnteredBy, filing.Note) = (one.AcceptedBy, Language.In(Language.Chinese.Tag, () => FollowUpTexts.FilingNote.Fill(Dates.InTable(one.From), Dates.InTable(one.On.AddDays(-1)))));
        filing.Product = Products(says.Product, one.Product!);
        if (IsNew(one, says)) filing.Registers.Add(new() { FilingId = filing.Id, Register = Register.Product, Number = one.ProductNo!, On = one.ProductOn!.Value });
        foreach (var paper in one.Papers.OrderBy(p => p.Place)) filing.Proofs.Add(new() { FilingId = filing.Id, Place = filing.Proofs.Select(p => p.Place).DefaultIfEmpty(-1).Max() + 1, Kind = paper.Kind, FileId = paper.FileId, Note = filing.Note });
        await book.WriteAsync(conversion, filing, new { followUp = one.Id }, ct);
        // What a clerk must complete first waits as a draft.
        if (await book.TakeAsync(conversion, filing, FilingCause.Submit, null, ct) is not null) await notices.IncompleteAsync(conversion, filing, ct);
        one.FilingId = filing.Id;
        return true;
    }

    /// <summary>Words alone prove nothing: a paper does, or a number of the register.</summary>
    private static bool Adds(FollowUp one, Filing says) => one.Use == Use.InUse && (one.Papers.Count > 0 || IsNew(one, says));

    private static bool IsNew(FollowUp one, Filing says) => one.ProductNo is { } number && !says.Registers.Exists(r => r.Register == Register.Product && r.Number == number);

    private static string Products(string? before, string product)
    {
        if (before is null || before.Contains(product, StringComparison.Ordinal)) return before ?? product;
        var both = before + "、" + product;
        return both.Length > Filing.TextMax ? product : both;
    }
}
