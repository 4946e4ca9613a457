using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Declarations;

public enum ConsentState
{
    Asked,
    Agreed,
    Refused,
}

/// <summary>共有人同意, of one of the other patentees to a declaration, a deal or a pledge: given here by its people, or on a paper that the owner shows.</summary>
public abstract class CoOwnerConsent
{
    public required string FoldedName { get; init; }
    public required string Name { get; init; }

    /// <summary>Null: not registered here, so only a paper can show it.</summary>
    public Guid? OrganisationId { get; init; }
    public required ConsentState State { get; set; }
    public Guid? PaperId { get; set; }

    /// <summary>Of the terms it was said of: others are agreed to anew.</summary>
    public string TermsHash { get; set; } = "";

    /// <summary>Why it refuses.</summary>
    public string? Reason { get; set; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; set; }

    public void Say(ConsentState state, string termsHash, string? reason, Guid? paper, Guid? person, DateTimeOffset at) =>
        (State, TermsHash, Reason, PaperId, PersonId, At) = (state, termsHash, reason, paper, person, at);
}

internal static class Consents
{
    public const int ReasonMax = 500;

    /// <summary>Whoever refuses says why; null: it can be taken as it is.</summary>
    public static Failure? Refuse(bool agrees, string? reason) => !agrees && string.IsNullOrWhiteSpace(reason) ? new("reason_missing", 400, DeclareTexts.ConsentReasonMissing, "reason")
        : reason?.Trim().Length > ReasonMax ? new("reason_too_long", 400, CaseTexts.ReasonTooLong.Fill(ReasonMax), "reason") : null;

    /// <summary>The table of one kind of them, but for its key and what it is a consent to.</summary>
    public static void Configure<T>(EntityTypeBuilder<T> builder) where T : CoOwnerConsent
    {
        builder.Property(c => c.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.FoldedName).HasMaxLength(300);
        builder.Property(c => c.Name).HasMaxLength(300);
        builder.Property(c => c.TermsHash).HasMaxLength(64);
        builder.Property(c => c.Reason).HasMaxLength(ReasonMax);
        builder.HasIndex(c => new { c.OrganisationId, c.State });
        builder.HasIndex(c => c.PersonId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
