using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>That the condition of a deferred fee came true, as one side says. Of whatever kind the licence is. Its id is the form's own number.</summary>
public sealed class FeeTrigger : Case<TriggerState>
{
    public required Guid LicenceId { get; init; }

    /// <summary>Who says so.</summary>
    public required Side By { get; init; }

    /// <summary>The day it came true; a bureau may find another one.</summary>
    public required DateOnly MetOn { get; set; }
    public required string Words { get; init; }
    public Guid? ProofId { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The day on which it was settled: nobody owes before.</summary>
    public DateOnly? SettledOn { get; set; }
}

internal sealed class FeeTriggerTable : IEntityTypeConfiguration<FeeTrigger>
{
    public void Configure(EntityTypeBuilder<FeeTrigger> builder)
    {
        builder.ToTable("fee_triggers", table => table.HasCheckConstraint("ck_fee_triggers_settled", "(settled_on is not null) = (state = 'Stands')"));
        builder.IsCase(t => t.State, t => t.Before);
        builder.Property(t => t.By).HasConversion<string>().HasMaxLength(10);
        builder.Property(t => t.Words).HasMaxLength(CaseBook.ReasonMax);
        builder.HasIndex(t => t.PersonId);
        // A condition comes true once, and both cannot say so beside each other.
        builder.HasIndex(t => t.LicenceId).IsUnique().HasFilter("state in ('Stated', 'Contested', 'Stands')").HasDatabaseName("ix_fee_triggers_one");
        builder.HasIndex(t => new { t.LicenceId, t.Id });
        builder.HasOne<Licence>().WithMany().HasForeignKey(t => t.LicenceId).OnDelete(DeleteBehavior.Restrict);
    }
}
