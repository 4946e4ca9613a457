using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Verbs;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>
/// <c>marketplace invite PHONE_OR_MAIL --role system|security|audit</c>: how the first people of the platform come in. Prints the link; whoever has
/// the machine has the platform anyway, but the three roles go to three people.
/// </summary>
internal static class InviteVerb
{
    public const string Word = "invite";

    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow("role");
        var role = line.Option("role") switch
        {
            "system" => Role.SystemAdministrator,
            "security" => Role.SecurityAdministrator,
            "audit" => Role.AuditAdministrator,
            var other => throw Wrong("--role " + other),
        };
        var typed = line.Verb[Word.Length..].Trim();
        var address = InvitationAddress.Clean(typed) ?? throw Wrong(typed);
        await using var database = await WorkingDatabase.OpenMigratedAsync(line, CancellationToken.None);
        await using var db = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(database.Address.App).Options);
        var token = await InviteAsync(db, address, role, TimeProvider.System, CancellationToken.None)
            ?? throw new OperatorException(ExitCode.NotInOrder, MemberTexts.ResourceManager.GetString(nameof(MemberTexts.SeparateAdministrators), VerbTexts.Culture)!);
        var site = Environment.GetEnvironmentVariable("Messages__PublicUrl") ?? "http://localhost:8080";
        await Console.Out.WriteLineAsync($"{site.TrimEnd('/')}/invitations/{token}");
        return ExitCode.Ok;
    }

    /// <summary>Null: this number or address has, or is invited to, another of the three roles.</summary>
    internal static async Task<string?> InviteAsync(AppDbContext db, string address, Role role, TimeProvider time, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var operatorId = await PlatformOperator.IdAsync(db, ct);
        await MemberDesk.LockAsync(db, operatorId, ct);
        var normalized = address.ToUpperInvariant();
        var person = await db.Set<Platform.SignIn.Person>().Where(p => p.PhoneNumber == address || (p.EmailConfirmed && p.NormalizedEmail == normalized)).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(ct);
        if (person is { } known && await MemberDesk.SeparateAsync(db, known, [role], ct) is not null) return null;
        foreach (var open in await db.Set<Invitation>().Where(i => i.OrganisationId == operatorId && i.Address == address && i.AcceptedAt == null && i.WithdrawnAt == null).ToListAsync(ct))
        {
            if (open.ExpiresAt > time.GetUtcNow() && !open.Roles.Contains(role)) return null;
            open.WithdrawnAt = time.GetUtcNow();   // Asked again: the newest link is the one that works.
        }
        await db.SaveChangesAsync(ct);
        var (token, hash) = Invitation.NewToken();
        var invitation = new Invitation { OrganisationId = operatorId, Address = address, Roles = [role], TokenSha256 = hash, SentAt = time.GetUtcNow() };
        db.Add(invitation);
        new AuditLog(new HttpContextAccessor(), time).Record(db, "invitation.sent", $"invitation:{invitation.Id}", new { organisation = operatorId, roles = new[] { role.ToString() } });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return token;
    }

    private static OperatorException Wrong(string word) => new(ExitCode.Usage, string.Format(VerbTexts.Culture, VerbTexts.UnknownWord, word));
}
