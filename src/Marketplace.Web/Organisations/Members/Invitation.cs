using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Privacy;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Members;

/// <summary>邀请: one link for one mobile number or mail address, good once and for seven days.</summary>
public sealed class Invitation
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OrganisationId { get; init; }

    /// <summary>Mobile number or mail address, cleaned: whoever accepts must have confirmed it as theirs.</summary>
    public required string Address { get; init; }
    public required Role[] Roles { get; init; }

    /// <summary>Of the link: who reads the database cannot accept in somebody's place.</summary>
    public required byte[] TokenSha256 { get; set; }

    /// <summary>Null: from the command line of the machine.</summary>
    public Guid? InvitedBy { get; init; }
    public required DateTimeOffset SentAt { get; set; }
    public DateTimeOffset? WithdrawnAt { get; set; }
    public DateTimeOffset? AcceptedAt { get; set; }
    public Guid? AcceptedBy { get; set; }

    public DateTimeOffset ExpiresAt => SentAt + Life;
    public bool IsOpen => WithdrawnAt is null && AcceptedAt is null;
    public string MaskedAddress => InvitationAddress.Mask(Address);

    public static (string Token, byte[] Sha256) NewToken()
    {
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24));
        return (token, HashOf(token));
    }

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public bool IsFor(Person person) => InvitationAddress.IsMail(Address)
        ? person.EmailConfirmed && string.Equals(person.Email, Address, StringComparison.OrdinalIgnoreCase)
        : person.PhoneNumberConfirmed && person.PhoneNumber == Address;
}

public static partial class InvitationAddress
{
    /// <summary>The number or address as accounts have it, or null: neither.</summary>
    public static string? Clean(string typed)
    {
        var text = typed.Normalize(NormalizationForm.FormKC).Trim();
        if (IsMail(text)) return MailPattern.IsMatch(text) ? text.ToLowerInvariant() : null;
        var digits = string.Concat(text.Where(c => c is not (' ' or '-' or '+')));
        if (digits.Length == 13 && digits.StartsWith("86", StringComparison.Ordinal)) digits = digits[2..];
        return MobilePattern.IsMatch(digits) ? digits : null;
    }

    public static bool IsMail(string address) => address.Contains('@', StringComparison.Ordinal);

    public static string Mask(string address) => (IsMail(address) ? Masking.Mail(address) : Masking.Phone(address))!;

    [GeneratedRegex("^1[3-9][0-9]{9}$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex MobilePattern { get; }

    [GeneratedRegex(@"^[^\s@<>""',;:]{1,64}@([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex MailPattern { get; }
}

internal sealed class InvitationTable : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations");
        builder.Property(i => i.Address).HasMaxLength(320);
        builder.PrimitiveCollection(i => i.Roles).ElementType().HasConversion<string>();
        builder.HasIndex(i => i.TokenSha256).IsUnique();
        builder.HasIndex(i => new { i.OrganisationId, i.Address }).IsUnique().HasFilter("accepted_at is null and withdrawn_at is null").HasDatabaseName("ix_invitations_open");
        builder.Ignore(i => i.ExpiresAt).Ignore(i => i.IsOpen).Ignore(i => i.MaskedAddress);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
