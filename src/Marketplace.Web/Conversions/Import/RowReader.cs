using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.StateMachines;
using C = Marketplace.Web.Conversions.Import.ImportColumns;

namespace Marketplace.Web.Conversions.Import;

/// <summary>One row: what it says, or why it cannot be filed.</summary>
/// <param name="Filing">Null when there are faults.</param>
/// <param name="Stated">The table itself says what nature the deal has.</param>
internal sealed record ReadRow(int Number, IReadOnlyDictionary<string, string> Cells, List<ImportFault> Faults, Filing? Filing, bool Stated);

/// <summary>What has to be known beforehand, asked once for all rows.</summary>
/// <param name="RegionPath">The unit that files.</param>
/// <param name="Parts">Conversions by the numbers that rows refer to.</param>
internal sealed record ImportWorld(string RegionPath, PartyCells Parties, IReadOnlyDictionary<string, Guid> Parts, DateOnly Today, DateTimeOffset Now, Guid? PersonId);

/// <summary>Turns rows into filings. Everything that is wrong in a row is said at once.</summary>
internal sealed class RowReader(ImportWorld world)
{
    public ReadRow Read(RowCells cells)
    {
        var type = cells.One(C.Type, C.Types, needed: true);
        var nature = cells.One(C.Nature, C.NatureNames);
        var filing = new Filing
        {
            // In the order of the rows: of two, the first is the one that was told first.
            ConversionId = Guid.CreateVersion7(world.Now.AddMilliseconds(cells.Number)),
            Number = 1,
            Kind = FilingKind.First,
            RegionPath = world.RegionPath,
            Type = type ?? ConversionType.OrdinaryLicence,
            Nature = nature ?? MarketNature.Market,
            ContractNo = cells.Text(C.Contract, Filing.NumberMax),
            SignedOn = cells.Day(C.SignedDay, world.Today, needed: true),
            EffectiveOn = cells.Day(C.Effective, world.Today),
            PaidOn = cells.Day(C.PaidOn, world.Today),
            EndedOn = cells.Day(C.Ended, world.Today),
            Amount = Round(cells.Money(C.Amount)),
            NewAmount = Round(cells.Money(C.NewAmount)),
            Paid = Round(cells.Money(C.Paid)),
            PatentShare = Round(cells.Money(C.Share)),
            PartOfId = PartOf(cells),
            LoanNo = cells.Text(C.Loan, Filing.NumberMax, needed: type == ConversionType.Pledge),
            FirstLoan = cells.One(C.FirstLoan, C.YesNo) ?? false,
            Mixed = cells.One(C.Mixed, C.YesNo) ?? false,
            Subsidy = Round(cells.Money(C.Subsidy)),
            Insurance = cells.Text(C.Insurance, Filing.TextMax),
            Product = cells.Text(C.Product, Filing.TextMax),
            Note = cells.Text(C.Note, Filing.TextMax),
            Level = EvidenceLevel.L0,
            Fingerprint = "",
            EnteredBy = world.PersonId,
            At = world.Now,
        };
        if (filing.EndedOn < filing.SignedOn) cells.Fault("ended_before", C.Ended);
        Patents(cells, filing);
        world.Parties.Read(cells, filing);
        Registers(cells, filing);
        // Only what can be read can be called a declaration: else the reason would hide the mistake.
        if (cells.Faults.Count == 0 && DuplicateRules.IsDeclaration(filing)) cells.Fault("declaration", filing.Parties.Exists(p => p.Side == Side.Taker) ? C.Taker : C.Type);
        return new(cells.Number, cells.Raw, cells.Faults, cells.Faults.Count == 0 ? filing : null, nature is not null);
    }

    private Guid? PartOf(RowCells cells)
    {
        if (cells.Text(C.PartOf, Filing.NumberMax) is not { } written) return null;
        if (world.Parts.TryGetValue(Reference(written), out var whole)) return whole;
        cells.Fault("part_unknown", C.PartOf);
        return null;
    }

    /// <summary>As it is shown, or without ZH-.</summary>
    public static string Reference(string written) => written.Trim().ToUpperInvariant() is var upper && upper.StartsWith("ZH-", StringComparison.Ordinal) ? upper[3..] : upper;

    private static void Patents(RowCells cells, Filing filing)
    {
        var written = Numbers(cells, C.Patents);
        if (written.Count == 0 && cells.Faults.TrueForAll(f => f.Column != C.Patents)) cells.Fault("missing", C.Patents);
        var back = Numbers(cells, C.Returned);
        if (back.Count > 0 && filing.Type != ConversionType.CrossLicence) cells.Fault("returned_type", C.Returned);
        var twins = Numbers(cells, C.Twins);
        // Each of a list stands for the patent in its place; of one patent there is one.
        if (twins.Count > 0 && twins.Count != written.Count) cells.Fault("twin_count", C.Twins);
        var titles = cells.Names(C.Titles);
        foreach (var (place, no) in written.Concat(back).Distinct(StringComparer.Ordinal).Index())
        {
            var twin = place < twins.Count && twins.Count == written.Count ? twins[place] : null;
            if (twin is not null && twin != no && PatentNumber.KindOf(twin) != PatentKind.Invention) cells.Fault("twin_kind", C.Twins);
            filing.Patents.Add(new()
            {
                FilingId = filing.Id,
                ApplicationNo = no,
                Place = place + 1,
                Title = titles.Length == written.Count && place < titles.Length && titles[place].Length <= Filing.TextMax ? titles[place] : null,
                Returned = !written.Contains(no, StringComparer.Ordinal),
                CountsAs = twin is not null && twin != no ? twin : null,
            });
        }
    }

    private static List<string> Numbers(RowCells cells, string key)
    {
        var bodies = new List<string>();
        foreach (var written in cells.Codes(key))
        {
            var number = PatentNumber.Parse(written, out var fault);
            if (fault == NumberFault.CheckDigit) cells.Fault("patent_check", key, PatentNumber.Show(number!.Body));
            else if (number is null) cells.Fault("patent_unreadable", key, written);
            else if (!bodies.Contains(number.Body, StringComparer.Ordinal)) bodies.Add(number.Body);
        }
        return bodies;
    }

    private void Registers(RowCells cells, Filing filing)
    {
        foreach (var register in C.Registers)
        {
            var number = cells.Text(C.NumberOf(register), Filing.NumberMax);
            var on = cells.Day(C.DayOf(register), world.Today);
            if (number is null && on is not null) cells.Fault("register_number", C.NumberOf(register));
            if (number is not null && on is null && cells.Faults.TrueForAll(f => f.Column != C.DayOf(register))) cells.Fault("register_day", C.DayOf(register));
            if (number is null || on is not { } day) continue;
            filing.Registers.Add(new() { FilingId = filing.Id, Register = register, Number = number, On = day, Amount = register == Register.TechnicalContract ? Round(cells.Money(C.TradeAmount)) : null });
        }
    }

    private static decimal? Round(decimal? yuan) => yuan is { } value ? decimal.Round(value, 2, MidpointRounding.AwayFromZero) : null;
}
