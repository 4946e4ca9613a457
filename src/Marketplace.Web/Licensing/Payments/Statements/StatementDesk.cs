using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.Web.Licensing.Payments.Statements;

/// <summary>A statement as it is looked at: its columns, and what its rows are.</summary>
/// <param name="Seen">Says whether what is confirmed is what was looked at.</param>
public sealed record StatementLook(BankStatement Statement, SheetBook Book, IReadOnlyList<string> Wanting, IReadOnlyList<StatementMatch> Matches, string Seen);

/// <summary>Bank statements of a holder: brought, looked at, confirmed in one transaction. What was confirmed is not undone; money that was taken wrongly goes back as a refund.</summary>
public sealed class StatementDesk(
    AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation, StatementMatcher matcher, Receipts receipts, RefundBook refunds, AuditLog audit, TimeProvider time, IOptions<Platform.Files.FileOptions> limits)
{
    private Guid? Own => actor.ActingFor is { } own && access.May(Act.KeepLicences, new(own)) ? own : null;

    public IQueryable<BankStatement> Seen() => db.Set<BankStatement>().AsNoTracking().Where(s => s.OrganisationId == (Own ?? Guid.Empty));

    public async Task<Outcome<BankStatement>> TakeAsync(string? account, IFormFile? upload, CancellationToken ct)
    {
        if (Own is not { } own) return Failures.OfStatus(404);
        var digits = string.Concat((account ?? "").Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c != '-')).ToUpperInvariant();
        var sent = await Upload.ReadAsync(upload, limits.Value.MaxBytes, PaymentTexts.StatementMissing, "file", ct);
        var failures = sent.Failures.ToList();
        if (digits.Length is < 8 or > BankStatementTable.AccountMax || !digits.All(char.IsAsciiLetterOrDigit)) failures.Insert(0, new("account_wrong", 400, PaymentTexts.AccountWrong, "account"));
        if (failures.Count > 0) return failures;
        var (name, bytes) = sent.Value;
        // What can be said at once is said at once: password, kind, an old format.
        var looked = SheetReader.Look(bytes, StatementColumns.Plan);
        if (!looked.Succeeded) return looked.Failures.ToList();
        if (looked.Value.Sheets.Count == 0) return new Failure("statement_empty", 422, PaymentTexts.StatementEmpty, "file");
        var hash = SHA256.HashData(bytes);
        if (await db.Set<BankStatement>().FirstOrDefaultAsync(s => s.OrganisationId == own && s.Account == digits && s.Sha256 == hash && s.State == StatementState.Preview, ct) is { } there) return there;
        var statement = new BankStatement { OrganisationId = own, Account = digits, FileName = name, Sha256 = hash, State = StatementState.Preview, At = time.GetUtcNow() };
        db.Add(statement);
        db.Add(new BankStatementFile { StatementId = statement.Id, Bytes = bytes });
        audit.Record(db, "statement.uploaded", Subject(statement.Id), new { organisation = own, bytes = bytes.Length });
        await db.SaveChangesAsync(ct);
        return statement;
    }

    public Task<BankStatement?> FindAsync(Guid id, CancellationToken ct) => Seen().SingleOrDefaultAsync(s => s.Id == id, ct);

    public async Task<Outcome<StatementLook>> LookAsync(BankStatement statement, CancellationToken ct)
    {
        var bytes = await db.Set<BankStatementFile>().AsNoTracking().Where(f => f.StatementId == statement.Id).Select(f => f.Bytes).SingleAsync(ct);
        var book = SheetReader.Look(bytes, StatementColumns.Plan.With(statement.Columns.ToDictionary(pair => pair.Key, pair => pair.Value.Length > 0 ? pair.Value : null, StringComparer.Ordinal)));
        if (!book.Succeeded) return book.Failures.ToList();
        // Banks put one account on one sheet; what stands behind is theirs to advertise.
        var sheet = book.Value.Sheets.FirstOrDefault(s => StatementColumns.Wanting([.. s.Keys]).Count == 0) ?? book.Value.Sheets[0];
        var wanting = StatementColumns.Wanting([.. sheet.Keys]);
        if (wanting.Count > 0) return new StatementLook(statement, new([sheet], book.Value.Left), wanting, [], "");
        var rows = sheet.ReadAll();
        if (!rows.Succeeded) return rows.Failures.ToList();
        var matches = await matcher.MatchAsync(statement.OrganisationId, statement.Account, [.. rows.Value.All.Select(StatementColumns.Read)], ct);
        return new StatementLook(statement, new([sheet], book.Value.Left), [], matches, Fingerprint(matches));
    }

    /// <summary>What the person says the heads mean. Null: done.</summary>
    public async Task<Failure?> ChooseAsync(Guid id, IReadOnlyDictionary<string, string> columns, CancellationToken ct) =>
        await FindAsync(id, ct) is null ? Failures.OfStatus(404)
        : await db.Set<BankStatement>().Where(s => s.Id == id && s.State == StatementState.Preview).ExecuteUpdateAsync(set => set.SetProperty(s => s.Columns, columns), ct) == 0 ? Moved() : null;

    /// <summary>Given up: the file goes.</summary>
    public async Task<Failure?> DropAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is null) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<BankStatement>().Where(s => s.Id == id && s.State == StatementState.Preview).ExecuteUpdateAsync(set => set.SetProperty(s => s.State, StatementState.Dropped), ct) == 0) return Moved();
        await db.Set<BankStatementFile>().Where(f => f.StatementId == id).ExecuteDeleteAsync(ct);
        audit.Record(db, "statement.dropped", Subject(id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>All that is ticked, or nothing. Null: done.</summary>
    public async Task<Failure?> ConfirmAsync(Guid id, string? seen, IReadOnlyCollection<int> ticked, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is null) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from bank_statements where id = {id} for update", ct);
        var statement = await db.Set<BankStatement>().SingleAsync(s => s.Id == id, ct);
        if (statement.State != StatementState.Preview) return Moved();
        if (await delegation.RefuseAsync(db, Act.KeepLicences, statement.OrganisationId, null, ct) is { } ended) return ended;
        var look = await LookAsync(statement, ct);
        if (!look.Succeeded) return look.Failures[0];
        // Locked in one order, whatever the order of the rows; then looked at again, for what others did meanwhile.
        var ids = look.Value.Matches.Where(m => m.CanBeTaken && ticked.Contains(m.Line.Number)).Select(m => m.Licence!.Id).Distinct().ToArray();
        await db.Database.ExecuteSqlAsync($"select 1 from licences where id = any({ids}) order by id for update", ct);
        look = await LookAsync(statement, ct);
        if (look.Value.Seen != seen) return new("statement_changed", 409, PaymentTexts.StatementChanged);
        var taken = look.Value.Matches.Where(m => m.CanBeTaken && ticked.Contains(m.Line.Number)).ToList();
        if (taken.Count == 0) return new("nothing_ticked", 400, PaymentTexts.NothingTicked);
        foreach (var match in taken) await ApplyAsync(statement, match, ct);
        (statement.State, statement.DoneAt, statement.Taken) = (StatementState.Done, time.GetUtcNow(), taken.Count);
        audit.Record(db, "statement.confirmed", Subject(id), new { rows = taken.Count, fates = taken.GroupBy(m => m.Fate).ToDictionary(g => g.Key.ToString(), g => g.Count(), StringComparer.Ordinal) });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        // The same rows of another file, confirmed at the same moment.
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_bank_statement_rows_once" or "ix_payments_reference" or "ix_refunds_reference" })
        {
            db.ChangeTracker.Clear();
            return new("statement_changed", 409, PaymentTexts.StatementChanged);
        }
        await transaction.CommitAsync(ct);
        return null;
    }

    private async Task ApplyAsync(BankStatement statement, StatementMatch match, CancellationToken ct)
    {
        var (line, licence) = (match.Line, await db.Set<Licence>().SingleAsync(l => l.Id == match.Licence!.Id, ct));
        // With the account: banks number their rows each for itself.
        var money = new Incoming(line.Amount!.Value, line.On!.Value, line.Payer.Length > 0 ? line.Payer : licence.LicenseeName, Reference(statement, line), PaymentSource.Statement)
        {
            StatementId = statement.Id,
            ObligationId = match.Fee?.Id,
            OnBehalf = match.Fate is StatementFate.OtherName or StatementFate.Suggested && NameFolding.Fold(line.Payer) != NameFolding.Fold(licence.LicenseeName) ? PaymentTexts.TakenForLicensee : null,
        };
        var (payment, refund) = (match.Payment?.Id, match.Refund?.Id);
        if (match.Fate == StatementFate.WrongPayee) refund = (await refunds.OweAsync(licence, money, RefundWhy.WrongPayee, ct, statement.OrganisationId)).Id;
        else if (match.Payment is { State: PaymentState.Paid or PaymentState.Contested }) await receipts.ConfirmAsync(licence, await db.Set<Payment>().SingleAsync(p => p.Id == match.Payment.Id, ct), statement.Id, ct);
        else if (match.Payment is null && match.Refund is null)
        {
            var (made, owed) = await receipts.TakeAsync(licence, money, ct);
            (payment, refund) = (made?.Id, made is null ? owed!.Id : null);
        }
        db.Add(new BankStatementRow
        {
            StatementId = statement.Id,
            Number = line.Number,
            OrganisationId = statement.OrganisationId,
            Account = statement.Account,
            Serial = line.Serial,
            Amount = line.Amount.Value,
            Fate = match.Fate,
            LicenceId = licence.Id,
            PaymentId = payment,
            RefundId = refund,
        });
    }

    /// <summary>Of a row that is a payment: the bank's number within one account, as short as the column.</summary>
    private static string Reference(BankStatement statement, StatementLine line)
    {
        var whole = $"{statement.Account}/{line.Serial}";
        return whole.Length <= PaymentTable.ReferenceMax ? whole : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)));
    }

    private static string Fingerprint(IReadOnlyList<StatementMatch> matches) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', matches.Where(m => m.CanBeTaken).Select(m => $"{m.Line.Number} {m.Fate} {m.Licence?.Id} {m.Payment?.Id} {m.Payment?.State} {m.Refund?.Id} {m.Why} {m.Fee?.Id} {m.Fee?.State}")))));

    private static Failure Moved() => new("statement_moved", 409, PaymentTexts.StatementMoved);

    internal static string Subject(Guid id) => "statement:" + id;
}
