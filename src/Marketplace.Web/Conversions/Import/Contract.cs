using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;
using C = Marketplace.Web.Conversions.Import.ImportColumns;

namespace Marketplace.Web.Conversions.Import;

/// <summary>One contract of a table: one row, or several under one number (D1).</summary>
internal sealed class Contract(ReadRow first)
{
    public List<ReadRow> Rows { get; } = [first];

    /// <summary>Null: refused.</summary>
    public Filing? Filing { get; private set; } = first.Filing;
    public int Number => Rows[0].Number;
    public RowFate Fate { get; set; } = RowFate.New;
    public string[] Rules { get; set; } = [];

    /// <summary>The one of this table that it is like, or that is filed in its place.</summary>
    public Contract? Like { get; set; }

    /// <summary>The conversion that it is like, or that is corrected by it.</summary>
    public Guid? LikeId { get; set; }

    /// <summary>Rows that bring nothing but a register, or nothing at all: they are told of by themselves.</summary>
    public Dictionary<int, RowFate> Own { get; } = [];

    /// <summary>Rows of one contract, in the order of the file.</summary>
    public static List<Contract> Group(IEnumerable<ReadRow> rows)
    {
        var (all, byKey) = (new List<Contract>(), new Dictionary<string, Contract>(StringComparer.Ordinal));
        foreach (var row in rows)
        {
            if (Key(row) is { } key && byKey.TryGetValue(key, out var contract)) contract.Add(row);
            else
            {
                all.Add(contract = new(row));
                if (Key(row) is { } own) byKey[own] = contract;
            }
        }
        foreach (var contract in all) contract.Refuse();
        return all;
    }

    /// <summary>A number alone is not enough: every unit begins its own at 001.</summary>
    private static string? Key(ReadRow row)
    {
        string Cell(string key) => row.Cells.GetValueOrDefault(key, "").Trim();
        return Cell(C.Contract).Length == 0 ? null : string.Join('\n', Cell(C.Contract), Cell(C.Type), Uscc.Clean(Cell(C.GiverCode)), Uscc.Clean(Cell(C.TakerCode)), CellText.Date(Cell(C.SignedDay))?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? Cell(C.SignedDay));
    }

    private void Add(ReadRow row)
    {
        Rows.Add(row);
        if (Filing is not { } mine || row.Filing is not { } more) return;
        Merge(C.Amount, mine.Amount, more.Amount, v => mine.Amount = v, row);
        Merge(C.NewAmount, mine.NewAmount, more.NewAmount, v => mine.NewAmount = v, row);
        Merge(C.Paid, mine.Paid, more.Paid, v => mine.Paid = v, row);
        Merge(C.Share, mine.PatentShare, more.PatentShare, v => mine.PatentShare = v, row);
        Merge(C.Subsidy, mine.Subsidy, more.Subsidy, v => mine.Subsidy = v, row);
        Merge(C.Effective, mine.EffectiveOn, more.EffectiveOn, v => mine.EffectiveOn = v, row);
        Merge(C.PaidOn, mine.PaidOn, more.PaidOn, v => mine.PaidOn = v, row);
        Merge(C.Ended, mine.EndedOn, more.EndedOn, v => mine.EndedOn = v, row);
        if (mine.LoanNo != more.LoanNo) row.Faults.Add(new("contract_differs", C.Loan, more.LoanNo ?? "", Text(Number)));
        var patents = mine.Patents.Count;
        foreach (var patent in more.Patents)
            if (!mine.Patents.Exists(p => p.ApplicationNo == patent.ApplicationNo)) mine.Patents.Add(new() { FilingId = mine.Id, ApplicationNo = patent.ApplicationNo, Place = mine.Patents.Count + 1, Title = patent.Title, Returned = patent.Returned, CountsAs = patent.CountsAs });
        var registers = AddRegisters(more);
        if (mine.Patents.Count == patents) Own[row.Number] = registers > 0 ? RowFate.Attached : RowFate.Same;
    }

    /// <summary>How many it did not have.</summary>
    public int AddRegisters(Filing more)
    {
        var fresh = more.Registers.Where(r => !Filing!.Registers.Exists(m => m.Register == r.Register && m.Number == r.Number)).ToList();
        foreach (var register in fresh) Filing!.Registers.Add(Copy(register, Filing.Id));
        return fresh.Count;
    }

    public static FilingRegister Copy(FilingRegister register, Guid filing) => new() { FilingId = filing, Register = register.Register, Number = register.Number, On = register.On, Amount = register.Amount };

    private void Merge<T>(string column, T? mine, T? more, Action<T> take, ReadRow row) where T : struct
    {
        if (more is not { } value) return;
        if (mine is null) take(value);
        else if (!EqualityComparer<T>.Default.Equals(mine.Value, value)) row.Faults.Add(new("contract_differs", column, row.Cells.GetValueOrDefault(column, ""), Text(Number)));
    }

    /// <summary>A contract without some of its patents would be another one: it is filed whole or not at all.</summary>
    public void Refuse()
    {
        if (Rows.Find(r => r.Faults.Count > 0) is not { } wrong) return;
        foreach (var row in Rows.Where(r => r.Faults.Count == 0)) row.Faults.Add(new("contract_row", C.Contract, row.Cells.GetValueOrDefault(C.Contract, ""), Text(wrong.Number)));
        (Filing, Fate) = (null, RowFate.Refused);
        if (Rows.Exists(r => r.Faults.Exists(f => f.Code == "declaration"))) Rules = ["D16"];
    }

    /// <summary>Before it is held against others, once all rows are in.</summary>
    public void Finish(Natures natures)
    {
        if (Filing is not { } filing) return;
        if (natures.Hint(filing) is { } hint)
        {
            if (!Rows[0].Stated) (filing.Nature, Rules) = (hint, ["D5"]);
            else if (filing.Nature == MarketNature.Market && hint == MarketNature.NameChange)
            {
                Rows[0].Faults.Add(new("same_sides", C.Nature, Rows[0].Cells.GetValueOrDefault(C.Nature, "")));
                Refuse();
                Rules = ["D5"];
                return;
            }
        }
        Ladder.WorkOut(filing);
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
