namespace Marketplace.Web.Needs;

/// <summary>Puts a draft into the row: what may be seen into columns, what is secret under the seal.</summary>
internal static class NeedWriter
{
    public static void Put(Need need, NeedDraft draft, string regionPath, NeedSeal seal)
    {
        need.Title = draft.Title;
        need.Summary = draft.Summary;
        need.Industry = draft.Industry;
        need.Ipc = [.. draft.Ipc];
        need.Chains = [.. draft.Chains];
        need.Forms = [.. draft.Forms];
        need.Cooperation = [.. draft.Cooperation];
        need.MaturityLeast = draft.MaturityLeast;
        need.Deadline = draft.Deadline;
        need.Crop = draft.Crop;
        need.RegionPath = regionPath;
        need.Visibility = draft.Visibility;
        // Sealed anew only when it says something else: the same words never look alike under the seal, and the row would change each time.
        if (need.Sealed is null || seal.Open(need) != draft.Secrets) need.Sealed = seal.Close(need.Id, draft.Secrets);
    }
}
