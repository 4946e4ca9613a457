using System.Text.Json;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Platform.Messages;

public sealed class MessageConfiguration : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("messages");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Channel).HasConversion<string>().HasMaxLength(16);
        builder.Property(m => m.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(m => m.Address).HasMaxLength(320);
        builder.Property(m => m.RecipientKey).HasMaxLength(200);
        builder.Property(m => m.Language).HasMaxLength(16);
        builder.Property(m => m.Template).HasMaxLength(100);
        builder.Property(m => m.Purpose).HasMaxLength(40);
        builder.Property(m => m.DedupeKey).HasMaxLength(200);
        builder.Property(m => m.GatewayId).HasMaxLength(200);
        builder.Property(m => m.ErrorCode).HasMaxLength(60);
        builder.Property(m => m.Parameters).IsJsonWords();
        builder.HasIndex(m => m.DedupeKey).IsUnique();
        // What the senders ask for all day: it stays as small as the work that is left.
        builder.HasIndex(m => new { m.Channel, m.Urgent, m.DueAt, m.Id }).IsDescending(false, true, false, false)
            .HasFilter("state in ('Queued', 'Sending')").HasDatabaseName("ix_messages_due");
        builder.HasIndex(m => new { m.RecipientKey, m.Id }).HasFilter("channel = 'InApp' and state = 'Delivered' and read_at is null")
            .HasDatabaseName("ix_messages_unread");
    }

    internal static string ToJson(IReadOnlyDictionary<string, string> parameters) => JsonSerializer.Serialize(parameters);
}

public sealed class MessageOptOutConfiguration : IEntityTypeConfiguration<MessageOptOut>
{
    public void Configure(EntityTypeBuilder<MessageOptOut> builder)
    {
        builder.ToTable("message_opt_outs");
        builder.HasKey(o => new { o.RecipientKey, o.Purpose, o.Channel });
        builder.Property(o => o.RecipientKey).HasMaxLength(200);
        builder.Property(o => o.Purpose).HasMaxLength(40);
        builder.Property(o => o.Channel).HasConversion<string>().HasMaxLength(16);
    }
}
