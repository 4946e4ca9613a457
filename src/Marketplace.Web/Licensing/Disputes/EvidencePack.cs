using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>证据包: everything there was when it was frozen, in one archive that never changes. What comes later makes the next one.</summary>
public sealed class EvidencePack
{
    public required Guid DisputeId { get; init; }
    public required int Number { get; init; }
    public required byte[] Content { get; init; }

    /// <summary>Of the manifest, which has the hash of every file: one code for all of it.</summary>
    public required string Code { get; init; }
    public required int Files { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class EvidencePackTable : IEntityTypeConfiguration<EvidencePack>
{
    public const string KeepSql = """
        create function evidence_packs_refuse() returns trigger language plpgsql as $$
        begin raise exception 'a frozen evidence pack does not change' using errcode = 'insufficient_privilege'; end $$;
        create trigger evidence_packs_keep before update on evidence_packs for each row
          when ((old.dispute_id, old.number, old.content, old.code, old.files, old.at) is distinct from (new.dispute_id, new.number, new.content, new.code, new.files, new.at)) execute function evidence_packs_refuse();
        create trigger evidence_packs_stay before delete or truncate on evidence_packs execute function evidence_packs_refuse();
        """;

    public void Configure(EntityTypeBuilder<EvidencePack> builder)
    {
        builder.ToTable("evidence_packs");
        builder.HasKey(p => new { p.DisputeId, p.Number });
        builder.Property(p => p.Code).HasMaxLength(64);
        builder.HasIndex(p => p.PersonId);
        builder.HasOne<Dispute>().WithMany().HasForeignKey(p => p.DisputeId).OnDelete(DeleteBehavior.Restrict);
    }
}
