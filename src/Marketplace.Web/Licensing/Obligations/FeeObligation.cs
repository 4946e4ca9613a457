using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.OpenLicences;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>费用义务: one sum a licensee owes, as the schedule of the frozen terms says it. Written once, when the licence takes effect; in yuan.</summary>
public sealed class FeeObligation : Case<ObligationState>
{
    public required Guid LicenceId { get; init; }

    /// <summary>In the order of due days, from one.</summary>
    public required int Ordinal { get; init; }

    /// <summary>For the remark of a transfer: spoken, unique.</summary>
    public required string Reference { get; init; }
    public required FeeItem Item { get; init; }

    /// <summary>Which of its kind.</summary>
    public required int Number { get; init; }
    public required DateOnly FromDay { get; init; }
    public required DateOnly ToDay { get; set; }

    /// <summary>Days its period has when no end of the licence cuts it.</summary>
    public required int WholeDays { get; init; }
    public DateOnly? ReportBy { get; set; }
    public required DateOnly DueOn { get; set; }

    /// <summary>Null: a running fee that was not reported yet.</summary>
    public decimal? Amount { get; set; }

    /// <summary>Of it, what came before it was owed: with the notice, or left over from the period before.</summary>
    public decimal Credited { get; set; }

    /// <summary>What of the credit its report left over and the next period has.</summary>
    public decimal Carried { get; set; }

    /// <summary>Net sales or profit in yuan, or units.</summary>
    public decimal? Base { get; set; }
    public DateOnly? ReportedOn { get; set; }
    public Guid? StatementId { get; set; }

    /// <summary>逾期利息, percent a year, as the terms agree it; null: none.</summary>
    public decimal? LateRate { get; init; }

    public bool Runs => Item == FeeItem.Running;

    public FeeDue Due => new(Item, Number, FromDay, ToDay, DueOn) { Ordinal = Ordinal, ReportBy = ReportBy, Amount = Amount, WholeDays = WholeDays };
}

internal sealed class FeeObligationTable : IEntityTypeConfiguration<FeeObligation>
{
    /// <summary>
    /// What is fixed adds up to the contract: at the end of the transaction that wrote them, the fixed obligations of a licence sum to what its frozen terms say (or, where these are
    /// words, to what was paid with the notice). Settlements and waivers come later and are their own affair.
    /// </summary>
    public const string SumSql = """
        create function fee_obligations_sum() returns trigger language plpgsql as $$
        declare terms jsonb; model text; fixed numeric; owed numeric; first numeric; stated boolean;
        begin
          select s.terms::jsonb, l.first_fee into terms, first from licences l join terms_snapshots s on s.id = l.snapshot_id where l.id = new.licence_id;
          select coalesce(sum(amount), 0), bool_or(item = 'Stated') into owed, stated from fee_obligations where licence_id = new.licence_id and item <> 'Running';
          model := case when terms->>'model' = 'Deferred' then terms->'fee'->>'then' else terms->>'model' end;
          if model is not null then model := upper(left(model, 1)) || substr(model, 2); end if;
          fixed := case when stated then first
            when model = 'LumpSum' then (terms->'fee'->>'amount')::numeric
            when model = 'Instalment' then (select sum((part->>'amount')::numeric) from jsonb_array_elements(terms->'fee'->'parts') part)
            when model = 'UpfrontRunning' then (terms->'fee'->>'upfront')::numeric
            else 0 end;
          if owed is distinct from fixed then
            raise exception 'licence %: fixed obligations sum to %, its terms to %', new.licence_id, owed, fixed using errcode = 'check_violation';
          end if;
          return null;
        end $$;
        create constraint trigger fee_obligations_sum after insert on fee_obligations deferrable initially deferred for each row execute function fee_obligations_sum();
        """;

    public void Configure(EntityTypeBuilder<FeeObligation> builder)
    {
        builder.ToTable("fee_obligations", table =>
        {
            table.HasCheckConstraint("ck_fee_obligations_known", "amount is not null or state not in ('Reported', 'Invoiced', 'Paid')");
            table.HasCheckConstraint("ck_fee_obligations_money", "amount >= 0 and credited >= 0 and carried >= 0 and (amount is not null or item = 'Running')");
            table.HasCheckConstraint("ck_fee_obligations_period", "to_day >= from_day and whole_days >= to_day - from_day + 1");
        });
        builder.IsCase(o => o.State, o => o.Before);
        builder.Property(o => o.Reference).HasMaxLength(8);
        builder.Property(o => o.Item).HasConversion<string>().HasMaxLength(12);
        builder.Property(o => o.Amount).HasPrecision(18, 2);
        builder.Property(o => o.Credited).HasPrecision(18, 2);
        builder.Property(o => o.Carried).HasPrecision(18, 2);
        builder.Property(o => o.Base).HasPrecision(18, 2);
        builder.Property(o => o.LateRate).HasPrecision(7, 4);
        builder.Ignore(o => o.Runs);
        builder.Ignore(o => o.Due);
        // Written twice they would be owed twice.
        builder.HasIndex(o => new { o.LicenceId, o.Ordinal }).IsUnique();
        builder.HasIndex(o => o.Reference).IsUnique();
        builder.HasIndex(o => new { o.State, o.DueOn, o.Id });
        builder.HasOne<Licence>().WithMany().HasForeignKey(o => o.LicenceId).OnDelete(DeleteBehavior.Restrict);
    }
}
