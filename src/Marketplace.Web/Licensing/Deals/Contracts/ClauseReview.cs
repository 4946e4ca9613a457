using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Deals.Contracts;

/// <summary>律师审核: that a lawyer looked at an edition of the clauses, entered by the platform's administrator. Contracts drafted before it keep saying what they said.</summary>
public sealed class ClauseReview
{
    public required string Edition { get; init; }
    public required string Lawyer { get; init; }

    /// <summary>执业证号 and firm.</summary>
    public required string Licence { get; init; }
    public required DateOnly On { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class ClauseReviewTable : IEntityTypeConfiguration<ClauseReview>
{
    public const int NameMax = 50, LicenceMax = 200;

    public void Configure(EntityTypeBuilder<ClauseReview> builder)
    {
        builder.ToTable("clause_reviews");
        builder.HasKey(r => r.Edition);
        builder.Property(r => r.Edition).HasMaxLength(30);
        builder.Property(r => r.Lawyer).HasMaxLength(NameMax);
        builder.Property(r => r.Licence).HasMaxLength(LicenceMax);
        builder.HasIndex(r => r.PersonId);
    }
}

public sealed class ClauseReviewDesk(AppDbContext db, ClauseLibrary library, Actor actor, AuditLog audit, TimeProvider time)
{
    public Task<ClauseReview?> FindAsync(CancellationToken ct) => db.Set<ClauseReview>().AsNoTracking().SingleOrDefaultAsync(r => r.Edition == library.Edition, ct);

    public async Task<Outcome<ClauseReview>> EnterAsync(string? lawyer, string? licence, DateOnly? on, CancellationToken ct)
    {
        if (await FindAsync(ct) is not null) return new Failure("review_there", 409, DealTexts.ReviewThere);
        var failures = new List<Failure>();
        if (lawyer?.Trim() is not { Length: > 0 and <= ClauseReviewTable.NameMax }) failures.Add(new("lawyer_missing", 400, DealTexts.LawyerMissing, "lawyer"));
        if (licence?.Trim() is not { Length: > 0 and <= ClauseReviewTable.LicenceMax }) failures.Add(new("lawyer_licence_missing", 400, DealTexts.LawyerLicenceMissing, "lawyerLicence"));
        if (on is not { } day || day > Dates.Today(time)) failures.Add(new("on_wrong", 400, DealTexts.DayWrong, "on"));
        if (failures.Count > 0) return failures;
        var review = new ClauseReview { Edition = library.Edition, Lawyer = lawyer!.Trim(), Licence = licence!.Trim(), On = on!.Value, PersonId = actor.PersonId, At = time.GetUtcNow() };
        db.Add(review);
        audit.Record(db, "clauses.reviewed", $"clauses:{library.Edition}", new { review.Lawyer, review.On });
        await db.SaveChangesAsync(ct);
        return review;
    }
}
