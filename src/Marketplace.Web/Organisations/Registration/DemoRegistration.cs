using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>One registration that waits for the bureau of 博乐, so that a demonstration has something to review. It goes the way every other goes.</summary>
internal static class DemoRegistration
{
    private const string Applicant = "19900000078";
    private const string Code = "91652701MA7DEM016K";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<RegistrationCase>().AnyAsync(r => r.Uscc == Code, ct) || await db.Set<Organisation>().AnyAsync(o => o.Uscc == Code, ct)) return;
        var desk = services.GetRequiredService<RegistrationDesk>();
        var person = await db.Set<Person>().SingleAsync(p => p.PhoneNumber == Applicant, ct);
        var id = (await desk.StartAsync(person.Id, Code, null, ct)).Value.Id;
        await desk.SaveIdentityAsync(id, OrganisationKind.Enterprise, "博乐市青得里葡萄酒庄有限公司", ct);
        await desk.SaveRegionAsync(id, "652701", ct);
        await desk.SavePeopleAsync(id, "博乐市青得里镇葡萄园路8号", "叶尔江·巴特尔", person.DisplayName, ct);
        await desk.SavePapersAsync(id, Paper("营业执照.pdf", "DEMO BUSINESS LICENCE"), Paper("授权书.pdf", "DEMO AUTHORISATION"), ct);
        await desk.SubmitAsync(id, consent: true, ct);
    }

    /// <summary>A page with one line on it: a paper in a demonstration must not look like a real one.</summary>
    private static FormFile Paper(string name, string line)
    {
        var text = $"BT /F1 24 Tf 72 720 Td ({line}) Tj ET";
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            $"<</Length {text.Length}>>stream\n{text}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        for (var n = 0; n < objects.Length; n++)
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"{pdf.Length:D10} 00000 n \n");
            pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"{n + 1} 0 obj\n{objects[n]}\nendobj\n");
        }
        var start = pdf.Length;
        pdf.Append(table).Append(System.Globalization.CultureInfo.InvariantCulture, $"trailer<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        var bytes = Encoding.ASCII.GetBytes(pdf.ToString());
        return new FormFile(new MemoryStream(bytes), 0, bytes.Length, "paper", name);
    }
}
