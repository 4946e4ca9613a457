using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Privacy;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>Gives out what the list shows. Every export is written into the audit log, with how many rows and whether contacts were in full.</summary>
public sealed class DirectoryExport(AppDbContext db, DirectoryQuery query, DirectoryCoverage coverage, DirectoryReach reach, Actor actor, AuditLog audit)
{
    /// <param name="contacts">In full where the reader's own bureau brought them; a clerk's right.</param>
    public async Task<IResult> ListAsync(DirectoryFilter filter, string format, bool contacts, CancellationToken ct)
    {
        if (reach.Path is not { } path || (contacts && !reach.MayKeep)) return Results.StatusCode(StatusCodes.Status404NotFound);
        var order = new DirectoryOrder(filter.Sort);
        var lines = await order.Sort(order.Keyed(query.Lines(path, filter))).Select(l => l.Line).ToListAsync(ct);
        var labels = (await db.Set<DirectoryLabel>().AsNoTracking().Where(l => query.Lines(path, filter).Any(line => line.Uscc == l.Uscc)).OrderBy(l => l.Kind).ToListAsync(ct)).ToLookup(l => l.Uscc, StringComparer.Ordinal);
        var regions = await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(path)).ToDictionaryAsync(r => r.Code, r => r.Name, StringComparer.Ordinal, ct);
        bool Full(DirectoryLine line) => contacts && line.BureauId == actor.ActingFor;
        IReadOnlyList<SheetField<DirectoryLine>> fields =
        [
            new("统一社会信用代码", l => l.Uscc) { Width = 22 },
            new("名称", l => l.Name) { Width = 36 },
            new("联系人", l => Full(l) ? l.ContactName : Masking.Name(l.ContactName)),
            new("联系电话", l => Full(l) ? l.ContactPhone : Masking.Phone(l.ContactPhone)),
            new("邮箱", l => Full(l) ? l.ContactMail : Masking.Mail(l.ContactMail)) { Width = 26 },
            new("行业(GB/T 4754)", l => l.Industry),
            new("规模", l => DirectoryWords.Size(l.Size)),
            new("标签", l => string.Join('、', labels[l.Uscc].Select(label => LabelText.Write(new(label.Kind, label.ValidFrom, label.ValidTo))))) { Width = 48 },
            new("园区/乡镇", l => l.Place) { Width = 24 },
            new("县", l => regions.GetValueOrDefault(l.RegionCode)),
            new(DirectoryTexts.Stage, l => DirectoryWords.Stage(l.Stage)),
        ];
        audit.Record(db, "directory.exported", $"region:{path}", new { rows = lines.Count, contacts });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of(DirectoryTexts.Title, format, fields, lines);
    }

    public async Task<IResult> CoverageAsync(string format, CancellationToken ct)
    {
        if (reach.Path is not { } path) return Results.StatusCode(StatusCodes.Status404NotFound);
        var (counties, zones) = await coverage.OfAsync(path, ct);
        return SheetFile.Of(DirectoryTexts.Coverage, format, DirectoryCoverage.Fields(), [.. counties, .. zones]);
    }
}

/// <summary>How far the reader's right to read the directory goes.</summary>
public sealed class DirectoryReach(Actor actor, AccessCheck access)
{
    /// <summary>Null: nowhere.</summary>
    public string? Path => actor.Grants.Select(g => g.RegionPath).FirstOrDefault(path => path.Length > 0 && access.May(Act.ReadDirectory, new(RegionPath: path)));

    public bool MayKeep => Path is { } path && access.May(Act.KeepDirectory, new(RegionPath: path));
}

/// <summary>Words of the directory in the reader's language.</summary>
public static class DirectoryWords
{
    public static string? Size(EnterpriseSize? size) => size switch
    {
        EnterpriseSize.Large => DirectoryTexts.SizeLarge,
        EnterpriseSize.Medium => DirectoryTexts.SizeMedium,
        EnterpriseSize.Small => DirectoryTexts.SizeSmall,
        EnterpriseSize.Micro => DirectoryTexts.SizeMicro,
        _ => null,
    };

    public static string Stage(DirectoryStage stage) => stage switch
    {
        DirectoryStage.Invited => DirectoryTexts.StageInvited,
        DirectoryStage.Coming => DirectoryTexts.StageComing,
        DirectoryStage.Registered => DirectoryTexts.StageRegistered,
        DirectoryStage.Gone => DirectoryTexts.StageGone,
        _ => DirectoryTexts.StageListed,
    };
}
