using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Facts;

public enum PartyKind
{
    Organisation,
    Person,

    /// <summary>境外或没有代码</summary>
    Named,
}

public sealed class PartyRow
{
    public string? Side { get; set; }
    public string? Kind { get; set; }

    /// <summary>USCC or ID number; of a party that is kept, its key.</summary>
    public string? Code { get; set; }
    public string? Name { get; set; }

    /// <summary>Code or name of the place.</summary>
    public string? Region { get; set; }

    /// <summary><c>yes</c>, <c>no</c>, or nothing.</summary>
    public string? Small { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Code) && string.IsNullOrWhiteSpace(Name) && string.IsNullOrWhiteSpace(Region);
}

public sealed class RegisterRow
{
    public string? Register { get; set; }
    public string? Number { get; set; }
    public string? On { get; set; }
    public string? Amount { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Number) && string.IsNullOrWhiteSpace(On) && string.IsNullOrWhiteSpace(Amount);
}

public sealed class ProofRow
{
    public string? Kind { get; set; }
    public string? Note { get; set; }
    public IFormFile? File { get; set; }
}

/// <summary>What is typed of a conversion. Rows may stay empty; another one is added by sending the form, so that a phone without scripts can do it too.</summary>
public sealed class FilingForm
{
    public const int MostRows = 60;

    public Guid Once { get; set; }

    /// <summary>Of the words as they were when the form was opened.</summary>
    public string? Seen { get; set; }
    public string? Type { get; set; }
    public string? Nature { get; set; }
    public string? ContractNo { get; set; }

    /// <summary>A line each: the number, and after a blank the title.</summary>
    public string? Patents { get; set; }

    /// <summary>Of a cross licence: those that go the other way.</summary>
    public string? Returned { get; set; }

    /// <summary>A line each: utility model = invention.</summary>
    public string? Pairs { get; set; }
    public List<PartyRow> Parties { get; set; } = [];
    public string? SignedOn { get; set; }
    public string? EffectiveOn { get; set; }
    public string? PaidOn { get; set; }
    public string? EndedOn { get; set; }
    public string? Amount { get; set; }
    public string? NewAmount { get; set; }
    public string? Paid { get; set; }
    public List<RegisterRow> Registers { get; set; } = [];
    public string? LoanNo { get; set; }
    public bool FirstLoan { get; set; }
    public bool Mixed { get; set; }
    public string? PatentShare { get; set; }
    public string? Subsidy { get; set; }
    public string? Insurance { get; set; }
    public string? Product { get; set; }

    /// <summary>Number of the conversion it renews or changes.</summary>
    public string? PartOf { get; set; }

    /// <summary>Number of a conversion of the same chain.</summary>
    public string? Chain { get; set; }
    public string? Note { get; set; }
    public List<ProofRow> Proofs { get; set; } = [];

    /// <summary>Places of the papers that stay.</summary>
    public List<int> Kept { get; set; } = [];

    /// <summary>What of a filing its form shows.</summary>
    public static FilingForm Of(Filing filing, string? partOf, string? chain) => new()
    {
        Once = filing.Id,
        Seen = FilingWords.Stamp(filing),
        Type = filing.Type.ToString(),
        Nature = filing.Nature.ToString(),
        ContractNo = filing.ContractNo,
        Patents = Lines(filing.Patents.Where(p => !p.Returned)),
        Returned = Lines(filing.Patents.Where(p => p.Returned)),
        Pairs = string.Join('\n', filing.Patents.Where(p => p.CountsAs is not null).OrderBy(p => p.Place).Select(p => $"{PatentNumber.Show(p.ApplicationNo)} = {PatentNumber.Show(p.CountsAs!)}")),
        Parties = [.. filing.Parties.OrderBy(p => p.Side).ThenBy(p => p.Place).Select(Row)],
        SignedOn = Typed(filing.SignedOn),
        EffectiveOn = Typed(filing.EffectiveOn),
        PaidOn = Typed(filing.PaidOn),
        EndedOn = Typed(filing.EndedOn),
        Amount = Typed(filing.Amount),
        NewAmount = Typed(filing.NewAmount),
        Paid = Typed(filing.Paid),
        Registers = [.. filing.Registers.OrderBy(r => r.Register).ThenBy(r => r.Number, StringComparer.Ordinal).Select(r => new RegisterRow { Register = r.Register.ToString(), Number = r.Number, On = Typed(r.On), Amount = Typed(r.Amount) })],
        LoanNo = filing.LoanNo,
        FirstLoan = filing.FirstLoan,
        Mixed = filing.Mixed,
        PatentShare = Typed(filing.PatentShare),
        Subsidy = Typed(filing.Subsidy),
        Insurance = filing.Insurance,
        Product = filing.Product,
        PartOf = partOf,
        Chain = chain,
        Note = filing.Note,
        Kept = [.. filing.Proofs.Select(p => p.Place)],
    };

    /// <summary>Rows to type into, where there are none yet: one for each side, one register, and the papers most deals have.</summary>
    public FilingForm WithRoom()
    {
        foreach (var side in (Side[])[Side.Giver, Side.Taker])
        {
            if (Parties.TrueForAll(p => p.Side != side.ToString())) Parties.Add(new() { Side = side.ToString() });
        }
        if (Registers.Count == 0) Registers.Add(new());
        if (Proofs.Count == 0) Proofs.AddRange(Kept.Count > 0 ? [new()] : [new() { Kind = nameof(ProofKind.Contract) }, new() { Kind = nameof(ProofKind.Payment) }, new() { Kind = nameof(ProofKind.Registration) }]);
        return this;
    }

    /// <summary>Another row of what was asked for.</summary>
    public void Add(string? what)
    {
        if (what is nameof(Side.Giver) or nameof(Side.Taker) && Parties.Count < MostRows) Parties.Add(new() { Side = what });
        else if (what == nameof(Register) && Registers.Count < MostRows) Registers.Add(new());
        else if (what == "Proof" && Proofs.Count < MostRows) Proofs.Add(new());
    }

    private static PartyRow Row(FilingParty party) => new()
    {
        Side = party.Side.ToString(),
        Kind = (party.Key.StartsWith(PartyKeys.Person, StringComparison.Ordinal) ? PartyKind.Person : party.Key.StartsWith(PartyKeys.Named, StringComparison.Ordinal) ? PartyKind.Named : PartyKind.Organisation).ToString(),
        Code = party.Key.StartsWith(PartyKeys.Named, StringComparison.Ordinal) ? null : party.Key,
        Name = party.Name,
        Region = party.RegionPath.Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(),
        Small = party.Small switch { true => "yes", false => "no", _ => null },
    };

    private static string Lines(IEnumerable<FilingPatent> patents) => string.Join('\n', patents.OrderBy(p => p.Place).Select(p => $"{PatentNumber.Show(p.ApplicationNo)} {p.Title}".Trim()));

    private static string? Typed(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Typed(decimal? value) => Licensing.Fees.Typed.Plain(value);
}
