using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Marks of secrecy somebody set or took away, for their own page of data.</summary>
internal sealed class SecrecyData : IPersonalData
{
    public string Key => "secretPatents";
    public string Title => SecrecyTexts.DataTitle;
    public string Purpose => SecrecyTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisLaw;
    public string OnErasure => SecrecyTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var patents = await db.Set<Patent>().AsNoTracking().Where(p => p.SecretBy == personId || p.DeclassifiedBy == personId).OrderBy(p => p.ApplicationNo).ToListAsync(ct);
        return [.. patents.SelectMany(p => Steps(p).Where(step => step.By == personId).Select(step => (IReadOnlyList<PersonalField>)
        [
            new("applicationNo", SecrecyTexts.DataNumber, PatentNumber.Show(p.ApplicationNo)),
            new("step", SecrecyTexts.DataStep, step.Name),
            new("at", PrivacyTexts.FieldAt, step.At is { } at ? Dates.Minute(at) : null),
            new("text", PrivacyTexts.FieldText, step.Text),
        ]))];
    }

    /// <summary>Who kept a secret or opened it must be known as long as it is one; the account behind the number has no name any more.</summary>
    public Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct) => Task.CompletedTask;

    private static IEnumerable<(Guid? By, string Name, DateTimeOffset? At, string? Text)> Steps(Patent p) =>
        [(p.SecretBy, SecrecyTexts.Mark, p.SecretAt, p.SecretReason), (p.DeclassifiedBy, SecrecyTexts.Lift, p.DeclassifiedAt, p.DeclassifiedReason)];
}
