namespace Marketplace.Web.Licensing.Papers;

/// <summary>一方: patentee or licensee, as it is named on paper.</summary>
public sealed record LicenceParty(string Name, string? Code = null, string? Address = null);

/// <summary>The patent and its announced declaration.</summary>
public sealed record LicensedPatent
{
    /// <summary>With ZL and the check digit.</summary>
    public required string Number { get; init; }
    public required string Title { get; init; }
    public required string Kind { get; init; }

    /// <summary>In the order of the register.</summary>
    public required IReadOnlyList<LicenceParty> Patentees { get; init; }
    public required string AnnouncementNo { get; init; }
    public required DateOnly AnnouncedOn { get; init; }
}

/// <param name="Model">支付方式, as announced.</param>
/// <param name="Terms">支付标准, in a sentence whoever reads it can calculate with.</param>
/// <param name="Amount">What is paid to obtain the licence: none 0, not known before use null.</param>
/// <param name="Later">Nothing now, but something in time: not free.</param>
public sealed record LicenceFee(string Model, string Terms, decimal? Amount, bool Later = false);

/// <summary>What stands in place of a signature: the name of the licensee, typed by one of its people.</summary>
public sealed record TypedConfirmation(string Name, string Person, DateTimeOffset At);

/// <summary>The notice that, with payment, makes the licence (Art. 51).</summary>
public sealed record NoticeRecord
{
    public required string Number { get; init; }
    public required LicensedPatent Patent { get; init; }
    public required LicenceParty Licensee { get; init; }
    public string? ContactName { get; init; }
    public string? ContactPhone { get; init; }

    /// <summary>What is made, used or sold with the patent.</summary>
    public required string Products { get; init; }
    public required DateOnly From { get; init; }
    public DateOnly? Until { get; init; }
    public required LicenceFee Fee { get; init; }

    /// <summary>What the licensee writes beside a transfer, so that it is found.</summary>
    public string? PaymentReference { get; init; }

    /// <summary>SHA-256 of the terms as they were announced when the notice was given.</summary>
    public required string TermsHash { get; init; }
    public TypedConfirmation? Confirmed { get; init; }
}

public enum PaidState
{
    Free,

    /// <summary>先使用后付费: the announcement asks for nothing yet.</summary>
    Later,

    /// <summary>The licensee proved payment; the patentee has not said yet that it arrived. The licence stands.</summary>
    Paid,
    PaidAndConfirmed,

    /// <summary>The patentee says that no money arrived; until that is settled the licence stands.</summary>
    Contested,
}

public sealed record CertificateRecord
{
    public required string Number { get; init; }
    public required string NoticeNumber { get; init; }
    public required LicensedPatent Patent { get; init; }
    public required LicenceParty Licensee { get; init; }
    public required DateOnly From { get; init; }
    public DateOnly? Until { get; init; }
    public required LicenceFee Fee { get; init; }
    public required PaidState Paid { get; init; }

    /// <summary>The day on which notice and payment were both proven.</summary>
    public required DateOnly EffectiveOn { get; init; }
    public required string TermsHash { get; init; }

    /// <summary>The public page that says whether this certificate stands.</summary>
    public required string VerifyAt { get; init; }
}

/// <param name="Number">Of the voucher.</param>
/// <param name="PaidOn">When it was paid.</param>
/// <param name="Amount">In yuan.</param>
/// <param name="Payer">Who paid, as the bank names them.</param>
/// <param name="Means">Bank transfer, or which provider.</param>
/// <param name="State">In the words of the certificate.</param>
/// <param name="File">The proof itself, which goes into the pack.</param>
public sealed record PaymentProof(string Number, DateOnly PaidOn, decimal Amount, string Payer, string Means, PaidState State, ProofFile? File = null);

/// <summary>The signed contract.</summary>
/// <param name="Number">Its 编号.</param>
/// <param name="Kind">许可种类, or transfer.</param>
/// <param name="Transfers">The right itself goes over.</param>
/// <param name="VersionCode">At the foot of each page.</param>
/// <param name="File">Its text.</param>
public sealed record ContractProof(string Number, string Kind, bool Transfers, string VersionCode, ProofFile File);

public sealed record ProofFile(string Name, byte[] Bytes);

/// <summary>What the recordal (备案) of one licence is filed with.</summary>
public sealed record RecordalRecord
{
    /// <summary>Of a licence by contract: it stands where notice and certificate of an open licence would.</summary>
    public ContractProof? Contract { get; init; }
    public required NoticeRecord Notice { get; init; }
    public required CertificateRecord Certificate { get; init; }
    public required IReadOnlyList<PaymentProof> Payments { get; init; }

    /// <summary>Who files: patentee or licensee.</summary>
    public required LicenceParty Applicant { get; init; }
    public string? MainIpc { get; init; }
    public DateOnly? AppliedOn { get; init; }
    public DateOnly? GrantedOn { get; init; }

    /// <summary>The day three months end, moved behind holidays (Rules 5 and 15).</summary>
    public required DateOnly FileBy { get; init; }
}
