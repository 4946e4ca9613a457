using System.Globalization;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Import;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>Issue 9: a table with planted duplicates of all sixteen kinds; all found or queued, none silently dropped. Ten thousand rows of it are `./bench conversions.import`.</summary>
public sealed class PlantedImportTests(ImportStage stage) : IClassFixture<ImportStage>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_sixteen_kinds_are_found_or_queued_and_the_same_table_again_changes_nothing()
    {
        var table = new PlantedTable(1000, seed: 9);
        await stage.App.PutAsync(table.Before);
        await stage.App.PutAsync(table.Reversed, FilingState.Verified);
        await stage.App.PutAsync(table.Reversals, FilingState.Verified);
        var before = table.Before.Count + table.Reversed.Count;

        var import = await stage.ConfirmAsync(await stage.UploadAsync(table.Xlsx()));

        import.State.ShouldBe(ConversionImportState.Done, import.Fault);
        import.Read.ShouldBe(1000);
        (import.Added + import.Attached + import.Queued + import.Same + import.Refused).ShouldBe(1000);
        var rows = await stage.RowsAsync(import);
        rows.Zip(table.Rows).Where(pair => pair.First.Fate != pair.Second.Fate || pair.Second.Sees is { } rule && !pair.First.Rules.Contains(rule, StringComparer.Ordinal))
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"row {pair.First.Number}, {pair.Second.Kind}: {pair.First.Fate} by {string.Join(' ', pair.First.Rules)}, not {pair.Second.Fate} by {pair.Second.Sees}. {pair.First.Faults}")).ShouldBeEmpty();
        rows.Where(r => r.Fate is RowFate.New or RowFate.Queued or RowFate.Attached).ShouldAllBe(r => r.FilingId != null);
        rows.Where(r => r.Fate == RowFate.Same).ShouldAllBe(r => r.OtherRow != null || r.OtherId != null);

        var filings = await stage.App.WithDatabaseAsync(db => db.Set<Filing>().AsNoTracking().Include(f => f.Patents).Include(f => f.Registers).Where(f => f.State == FilingState.Submitted).ToDictionaryAsync(f => f.Id, Ct));
        (await ConversionsAsync()).ShouldBe(before + table.Contracts);
        var asked = (await stage.App.WithDatabaseAsync(db => db.Set<Suspect>().AsNoTracking().Where(s => s.State == SuspectState.Open).ToListAsync(Ct))).SelectMany(s => new[] { (s.FirstId, s.Rules), (s.SecondId, s.Rules) }).ToLookup(s => s.Item1, s => s.Rules);
        rows.Zip(table.Rows).Where(pair => pair.Second.Fate == RowFate.Queued && !asked[filings[pair.First.FilingId!.Value].ConversionId].Any(rules => rules.Contains(pair.Second.Sees, StringComparer.Ordinal))).Select(pair => pair.First.Number).ShouldBeEmpty();
        IEnumerable<(Filing Filing, RowFate Fate)> Where(string kind) => table.Rows.Zip(rows).Where(r => r.First.Kind == kind && r.Second.FilingId is not null).Select(r => (filings[r.Second.FilingId!.Value], r.First.Fate)).ToList();
        // D1: three patents are three rows and one contract.
        Where("D1").ShouldAllBe(r => r.Filing.Patents.Count == 3);
        Where("D2").ShouldAllBe(r => !asked[r.Filing.ConversionId].Any());
        Where("D3").Where(r => r.Fate == RowFate.Attached).ShouldAllBe(r => r.Filing.Registers.Count == 1);
        Where("D5").ShouldAllBe(r => r.Filing.Nature == MarketNature.NameChange);
        Where("D7").ShouldAllBe(r => !asked[r.Filing.ConversionId].Any());
        // D13: signed in one year, official in the next.
        Where("D13").ShouldAllBe(r => r.Filing.RecordedOn == new DateOnly(2025, 2, 10) && r.Filing.SignedOn == new DateOnly(2024, 12, 20));

        var again = await stage.ImportAsync(await stage.UploadAsync(table.Xlsx()));

        (again.Added, again.Attached, again.Queued, again.Refused, again.Same).ShouldBe((0, 0, 0, import.Refused, 1000 - import.Refused));
    }

    private Task<int> ConversionsAsync() => stage.App.WithDatabaseAsync(db => db.Set<Conversion>().CountAsync(Ct));
}
