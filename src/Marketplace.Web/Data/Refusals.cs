using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Data;

/// <summary>A step that was refused half-way leaves nothing in memory that a later save of the same request would write.</summary>
internal static class Refusals
{
    public static List<Failure> Dropped(this AppDbContext db, List<Failure> failures)
    {
        db.ChangeTracker.Clear();
        return failures;
    }

    public static Failure Dropped(this AppDbContext db, Failure failure)
    {
        db.ChangeTracker.Clear();
        return failure;
    }
}
