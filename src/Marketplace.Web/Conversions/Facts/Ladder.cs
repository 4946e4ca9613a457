namespace Marketplace.Web.Conversions.Facts;

/// <summary>What one rung of the ladder still asks for.</summary>
public enum Wanting
{
    SignedDay,
    ContractPaper,
    EffectDay,
    EffectPaper,
    RegisterEntry,
    RegistrationPaper,
    ProductPaper,
    RevenuePaper,
}

/// <summary>Evidence ladder (domain.md §3.5): the level is worked out of days, registers and papers. One place says what a rung asks for, so that the page cannot tell another story than the figure.</summary>
public static class Ladder
{
    private static readonly Register[] s_transfer = [Register.Assignment], s_licence = [Register.Licence, Register.TechnicalContract], s_pledge = [Register.Pledge];

    public static EvidenceLevel Of(Filing filing) =>
        Wants(filing, EvidenceLevel.L2).Count == 0 && Wants(filing, EvidenceLevel.L5).Count == 0 ? EvidenceLevel.L5
        : Wants(filing, EvidenceLevel.L2).Count == 0 && Wants(filing, EvidenceLevel.L4).Count == 0 ? EvidenceLevel.L4
        : HasRegister(filing.Type) && Wants(filing, EvidenceLevel.L3).Count == 0 ? EvidenceLevel.L3
        : Wants(filing, EvidenceLevel.L2).Count == 0 ? EvidenceLevel.L2
        : Wants(filing, EvidenceLevel.L1).Count == 0 ? EvidenceLevel.L1
        : EvidenceLevel.L0;

    /// <summary>What this rung asks for and is not there.</summary>
    public static IReadOnlyList<Wanting> Wants(Filing filing, EvidenceLevel rung) => rung switch
    {
        EvidenceLevel.L0 => [],
        EvidenceLevel.L1 => Signed(filing),
        EvidenceLevel.L2 => [.. Signed(filing), .. InEffect(filing)],
        EvidenceLevel.L3 => Recorded(filing),
        EvidenceLevel.L4 => Shown(filing, ProofKind.Product) || filing.Registers.Exists(r => r.Register == Register.Product) ? [] : [Wanting.ProductPaper],
        _ => Shown(filing, ProofKind.Revenue) ? [] : [Wanting.RevenuePaper],
    };

    /// <summary>The rung above the one it stands on; null: it stands on the highest.</summary>
    public static EvidenceLevel? Next(Filing filing) => Of(filing) switch
    {
        EvidenceLevel.L5 => null,
        EvidenceLevel.L2 when !HasRegister(filing.Type) => EvidenceLevel.L4,
        // Made and sold, but not in the register yet: that is what is missing for the official figure.
        EvidenceLevel.L4 when HasRegister(filing.Type) && Wants(filing, EvidenceLevel.L3).Count > 0 => EvidenceLevel.L3,
        // By the register alone: what made it effective is not shown, and no product counts before it is.
        EvidenceLevel.L3 when Wants(filing, EvidenceLevel.L2).Count > 0 => EvidenceLevel.L2,
        var level => level + 1,
    };

    /// <summary>Any of these makes the type official; of 作价入股 all of them together.</summary>
    public static IReadOnlyList<Register> OfficialFor(ConversionType type) => type switch
    {
        ConversionType.Assignment or ConversionType.ApplicationAssignment => s_transfer,
        ConversionType.Equity => [Register.Assignment, Register.Company],
        ConversionType.Pledge => s_pledge,
        ConversionType.OwnUse or ConversionType.JointUse => [],
        _ => s_licence,
    };

    /// <summary>The earliest day on which the registers made it official; null: they did not yet.</summary>
    public static DateOnly? RecordedOn(Filing filing)
    {
        var days = OfficialFor(filing.Type).Select(register => filing.Registers.Where(r => r.Register == register).Min(r => (DateOnly?)r.On)).ToList();
        return filing.Type == ConversionType.Equity ? days.TrueForAll(day => day is not null) ? days.Max() : null : days.Min();
    }

    /// <summary>What is never typed: recorded day, level and fingerprint.</summary>
    public static void WorkOut(Filing filing)
    {
        filing.RecordedOn = RecordedOn(filing);
        filing.Level = Of(filing);
        filing.Fingerprint = Fingerprint.Of(filing);
    }

    private static bool HasRegister(ConversionType type) => OfficialFor(type).Count > 0;

    private static List<Wanting> Signed(Filing filing)
    {
        var wants = new List<Wanting>();
        // Whoever uses their own patent signs nothing.
        if (filing.Type == ConversionType.OwnUse) return wants;
        if (filing.SignedOn is null) wants.Add(Wanting.SignedDay);
        if (!Shown(filing, ProofKind.Contract)) wants.Add(Wanting.ContractPaper);
        return wants;
    }

    private static List<Wanting> InEffect(Filing filing)
    {
        var wants = new List<Wanting>();
        if (filing.EffectiveOn is null && filing.PaidOn is null) wants.Add(Wanting.EffectDay);
        if (filing.Type == ConversionType.OwnUse)
        {
            if (!Shown(filing, ProofKind.Product)) wants.Add(Wanting.ProductPaper);
        }
        else if (!Shown(filing, ProofKind.Payment) && !Shown(filing, ProofKind.Registration) && !Shown(filing, ProofKind.Loan) && !MadeHere(filing)) wants.Add(Wanting.EffectPaper);
        return wants;
    }

    private static List<Wanting> Recorded(Filing filing)
    {
        var wants = new List<Wanting>();
        if (RecordedOn(filing) is null) wants.Add(Wanting.RegisterEntry);
        if (!Shown(filing, ProofKind.Registration)) wants.Add(Wanting.RegistrationPaper);
        return wants;
    }

    private static bool Shown(Filing filing, ProofKind kind) => filing.Proofs.Exists(p => p.Kind == kind);

    /// <summary>Its papers lie with the licence, deal or pledge; no form makes such a proof.</summary>
    private static bool MadeHere(Filing filing) => filing.Proofs.Exists(p => p.FileId is null);
}
