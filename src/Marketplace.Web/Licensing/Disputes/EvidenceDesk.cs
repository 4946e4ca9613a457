using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>
/// Puts into one archive what the case knows: the terms of the notice's day, the notice, payments and refunds, fees, every step of all of them, the files they were shown with, what both sides laid before the
/// mediator, minutes. The manifest names each file with its hash, and its own hash is the pack's code.
/// </summary>
public sealed class EvidenceDesk(AppDbContext db, DisputeReach reach, Actor actor, TimeProvider time)
{
    /// <summary>If nothing came since the last one, that one.</summary>
    public async Task<Outcome<EvidencePack>> FreezeAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (dispute, _, refused) = await reach.LockAsync(id, ct, Side.Taker, Side.Giver, Side.Bureau);
        if (dispute is null) return refused!;
        var files = await FilesAsync(dispute, ct);
        var manifest = string.Concat(files.Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Bytes))}  {file.Name}\n"));
        var code = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(manifest)));
        var last = await db.Set<EvidencePack>().AsNoTracking().Where(p => p.DisputeId == id).OrderByDescending(p => p.Number).FirstOrDefaultAsync(ct);
        if (last is not null && string.Equals(last.Code, code, StringComparison.Ordinal)) return last;
        var pack = new EvidencePack
        {
            DisputeId = id,
            Number = (last?.Number ?? 0) + 1,
            Content = FixedZip.Of([("MANIFEST.sha256", Encoding.UTF8.GetBytes(manifest)), .. files]),
            Code = code,
            Files = files.Count,
            PersonId = actor.PersonId,
            At = time.GetUtcNow(),
        };
        db.Add(pack);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return pack;
    }

    private async Task<List<(string Name, byte[] Bytes)>> FilesAsync(Dispute dispute, CancellationToken ct)
    {
        var licence = await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == dispute.LicenceId, ct);
        var view = await LicenceView.OfAsync(db, licence, ct);
        var snapshot = await db.Set<TermsSnapshot>().AsNoTracking().SingleAsync(s => s.Id == licence.SnapshotId, ct);
        var payments = await db.Set<Payment>().AsNoTracking().Where(p => p.LicenceId == licence.Id).OrderBy(p => p.Id).ToListAsync(ct);
        var refunds = await db.Set<Refund>().AsNoTracking().Where(r => r.LicenceId == licence.Id).OrderBy(r => r.Id).ToListAsync(ct);
        var fees = await db.Set<FeeObligation>().AsNoTracking().Where(o => o.LicenceId == licence.Id).OrderBy(o => o.Ordinal).ToListAsync(ct);
        var triggers = await db.Set<FeeTrigger>().AsNoTracking().Where(t => t.LicenceId == licence.Id).OrderBy(t => t.Id).ToListAsync(ct);
        var evidence = await db.Set<DisputeEvidence>().AsNoTracking().Where(e => e.DisputeId == dispute.Id).OrderBy(e => e.Id).ToListAsync(ct);
        var sessions = await db.Set<DisputeSession>().AsNoTracking().Where(s => s.DisputeId == dispute.Id).OrderBy(s => s.Id).ToListAsync(ct);
        List<Guid> cases = [licence.Id, dispute.Id, .. payments.Select(p => p.Id), .. refunds.Select(r => r.Id), .. fees.Select(o => o.Id), .. triggers.Select(t => t.Id)];
        var steps = await db.Set<CaseStep>().AsNoTracking().Where(s => cases.Contains(s.CaseId)).OrderBy(s => s.At).ThenBy(s => s.CaseId).ThenBy(s => s.Number).ToListAsync(ct);
        List<(string Name, byte[] Bytes)> files =
        [
            ("1-条款快照.json", Encoding.UTF8.GetBytes(snapshot.Terms)),
            ("2-实施通知书.docx", WordDocument.Of(NoticePaper.Of(LicencePapers.Notice(view)))),
            Table("3-付款.csv", "编号,金额,付款人,付款日,银行流水号,状态", payments.Select(p => (object?[])[p.Id, p.Amount, p.Payer, p.PaidOn, p.BankReference, p.State])),
            Table("4-退款.csv", "编号,金额,付款人,到账日,状态", refunds.Select(r => (object?[])[r.Id, r.Amount, r.Payer, r.CameOn, r.State])),
            Table("5-费用.csv", "序号,金额,期间起,期间止,应付日,状态", fees.Select(o => (object?[])[o.Ordinal, o.Amount, o.FromDay, o.ToDay, o.DueOn, o.State])),
            // Without who did it: names of people are no evidence of what an organisation did.
            Table("6-办理记录.csv", "时间,事项,案件,步骤,从,到,计算日,原因", steps.Select(s => (object?[])[s.At.UtcDateTime, s.Machine, s.CaseId, s.Cause, s.From, s.To, s.On, s.Reason])),
            Table("7-请求.csv", "编号,提出方,争议事项,请求,希望的结果", [[dispute.Number, dispute.By, dispute.Subject, dispute.Claims, dispute.Wanted]]),
            Table("8-证据目录.csv", "提交方,时间,说明,文件", evidence.Select(e => (object?[])[e.By, e.At.UtcDateTime, e.Words, e.FileId])),
            Table("9-调解会议.csv", "日期,地点,记录", sessions.Select(s => (object?[])[s.On, s.Place, s.Minutes])),
        ];
        var papers = steps.SelectMany(step => step.Papers.Values).Concat(evidence.Select(e => e.FileId)).Concat(sessions.Select(s => s.FileId).OfType<Guid>()).Distinct().ToList();
        files.AddRange((await (from f in db.Set<StoredFile>()
                               join c in db.Set<StoredContent>() on f.ContentSha256 equals c.Sha256
                               where papers.Contains(f.Id)
                               orderby f.Id
                               select new { f.Id, f.Name, c.Bytes }).ToListAsync(ct)).Select(f => ($"附件/{f.Id}-{Upload.NameOf(f.Name)}", f.Bytes)));
        return files;
    }

    private static (string, byte[]) Table(string name, string heads, IEnumerable<object?[]> rows) =>
        (name, Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => string.Join(',', row.Select(Cell)) + "\r\n").Prepend(heads + "\r\n")))).ToArray());

    private static string Cell(object? value)
    {
        var text = value switch
        {
            null => "",
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime at => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        // Spreadsheets take what begins so for a formula.
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' && value is string) text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
