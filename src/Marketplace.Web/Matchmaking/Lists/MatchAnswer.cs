using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Lists;

/// <summary>What somebody says to a match.</summary>
public enum Verdict
{
    /// <summary>感兴趣</summary>
    Interested,

    /// <summary>不合适: hidden from then on, unless one asks for it.</summary>
    NotFitting,

    /// <summary>以后再说</summary>
    Later,
}

/// <summary>Why a match does not fit; learning reads it.</summary>
public enum WhyNot
{
    NotMyField,
    TooDear,
    NotReady,
    WrongForm,
    TooFar,
    KnownAlready,
    Other,
}

/// <summary>
/// What one side said about a match, with the score as it was then. It stays when the match itself, which is derived, goes: learning reads it. What the owner of a need
/// says is shown to nobody else, and the other way round.
/// </summary>
public sealed class MatchAnswer
{
    public const int WordsMax = 500;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required MatchSide Side { get; init; }
    public required Guid NeedId { get; init; }
    public required string ApplicationNo { get; init; }

    /// <summary>Who answers: the need's owner (null: a person who owns it themself), or a holder that offers the patent.</summary>
    public required Guid? OrganisationId { get; init; }
    public required Verdict Answer { get; set; }
    public WhyNot? Why { get; set; }
    public string? Words { get; set; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; set; }
    public double? ScoreThen { get; set; }
    public double[]? FactorsThen { get; set; }
    public string? WeightsVersion { get; set; }
}

internal sealed class MatchAnswerTable : IEntityTypeConfiguration<MatchAnswer>
{
    public void Configure(EntityTypeBuilder<MatchAnswer> builder)
    {
        builder.ToTable("match_answers");
        builder.Property(a => a.Side).HasConversion<string>().HasMaxLength(5);
        builder.Property(a => a.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(a => a.Answer).HasConversion<string>().HasMaxLength(12);
        builder.Property(a => a.Why).HasConversion<string>().HasMaxLength(12);
        builder.Property(a => a.Words).HasMaxLength(MatchAnswer.WordsMax);
        builder.Property(a => a.WeightsVersion).HasMaxLength(60);
        // A need has one owner, a patent perhaps several that offer it.
        builder.HasIndex(a => new { a.NeedId, a.ApplicationNo }).IsUnique().HasFilter("side = 'Need'").HasDatabaseName("ix_match_answers_owner");
        builder.HasIndex(a => new { a.NeedId, a.ApplicationNo, a.OrganisationId }).IsUnique().HasFilter("side = 'Offer'").HasDatabaseName("ix_match_answers_holder");
        builder.HasIndex(a => new { a.OrganisationId, a.Side });
        builder.HasIndex(a => a.PersonId);
        builder.HasOne<Need>().WithMany().HasForeignKey(a => a.NeedId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
