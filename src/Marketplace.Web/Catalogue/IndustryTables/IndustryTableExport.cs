using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.IndustryTables;

/// <summary>What goes out as tables. The heads are those the import knows: what was written out can be changed and brought back.</summary>
public sealed class IndustryTableExport(AppDbContext db, IndustryTableDesk desk, Industries industries, IpcTitles ipc)
{
    public async Task<IResult> InForceAsync(string format, CancellationToken ct)
    {
        var pairs = await IndustryTableInForce.PairsAsync(db, (await IndustryTableInForce.LastAsync(db, ct))?.EditionId, ct);
        return SheetFile.Of(IndustryTableTexts.TableName, format,
        [
            new("行业代码", pair => pair.Industry),
            new("行业名称", pair => industries.Find(pair.Industry)?.Name) { Width = 40 },
            new("IPC分类号", pair => pair.Ipc + (pair.Partial ? "*" : "")) { Width = 20 },
            new("权重", pair => pair.Weight?.ToString("0.##########", CultureInfo.InvariantCulture)),
        ], pairs);
    }

    /// <summary>Null: not for this reader.</summary>
    public async Task<IResult?> RejectsAsync(Guid id, string format, CancellationToken ct) => await desk.FindAsync(id, ct) is not { } edition ? null
        : SheetFile.Of(IndustryTableTexts.RejectsName, format,
        [
            new(IndustryTableTexts.Sheet, fault => fault.Sheet),
            new(IndustryTableTexts.Row, fault => fault.Row) { Form = SheetForm.Whole },
            new(IndustryTableTexts.Column, fault => fault.ColumnTitle),
            new(IndustryTableTexts.Value, fault => fault.Value) { Width = 32 },
            new(IndustryTableTexts.Why, fault => fault.Say()) { Width = 60 },
            new(IndustryTableTexts.Taken, fault => fault.IsTaken),
        ], Faults(edition));

    public async Task<IResult?> ChangesAsync(Guid id, string format, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not { State: not EditionState.Dropped } edition) return null;
        return SheetFile.Of(IndustryTableTexts.ChangesName, format,
        [
            new("IPC", change => change.Ipc.Code),
            new(IndustryTableTexts.IpcTitle, change => change.Ipc.Title) { Width = 60 },
            new(IndustryTableTexts.Before, change => Shown(change.Before)) { Width = 40 },
            new(IndustryTableTexts.After, change => Shown(change.After)) { Width = 40 },
        ], (await ChangeAsync(edition, ct)).Changed);
    }

    /// <summary>As it came.</summary>
    public async Task<(byte[] File, string Name)?> FileAsync(Guid id, CancellationToken ct) => await desk.FindAsync(id, ct) is { } edition
        && await db.Set<IndustryEdition>().Where(e => e.Id == id).Select(e => e.File).SingleAsync(ct) is { } file ? (file, edition.FileName) : null;

    public async Task<IndustryTableChange> ChangeAsync(IndustryEdition edition, CancellationToken ct)
    {
        // What is in force as the database has it: this program may be a moment behind.
        var last = await IndustryTableInForce.LastAsync(db, ct);
        var now = (last?.Number ?? 0) == industries.Table.Number ? industries.Table : new IndustryTable(last!.Number, await IndustryTableInForce.PairsAsync(db, last.EditionId, ct));
        return IndustryTableChange.Between(now, new(0, await IndustryTableInForce.PairsAsync(db, edition.Id, ct)), ipc, industries);
    }

    public static IReadOnlyList<TableFault> Faults(IndustryEdition edition) => JsonSerializer.Deserialize<List<TableFault>>(edition.Faults, JsonSerializerOptions.Web)!;

    public static string Shown(Industry? industry) => industry is null ? IndustryTableTexts.LeadsNowhere : $"{industry.Code} {industry.Name}";
}
