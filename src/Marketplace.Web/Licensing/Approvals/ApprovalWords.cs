using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Licensing.Approvals;

/// <summary>States, steps and kinds of approvals in the reader's language.</summary>
public static class ApprovalWords
{
    public static string Name(ApprovalState state) => Text("State" + state);

    public static string Name(ApprovalCause cause) => Text("Did" + cause);

    public static string Look(ApprovalState state) => state switch { ApprovalState.Approved => "ok", ApprovalState.Open => "soon", _ => "stopped" };

    /// <summary>Of a case; one that has no word of ours is shown by its code.</summary>
    public static string Kind(string kind) => ApprovalTexts.ResourceManager.GetString("Kind" + char.ToUpperInvariant(kind[0]) + kind[1..], ApprovalTexts.Culture) ?? kind;

    public static string Kinds(IReadOnlyCollection<string> kinds) => kinds.Count == 0 ? ApprovalTexts.AllKinds : string.Join('、', kinds.Select(Kind));

    /// <summary>Whom a step names; who has left is not named any more.</summary>
    public static string Who(Role? role, IReadOnlyCollection<Guid> members, IReadOnlyList<Approver> here) => role is { } one ? one.Name()
        : here.Where(m => members.Contains(m.PersonId)).Select(m => m.Name).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } names ? string.Join('、', names) : ApprovalTexts.Substitute;

    private static string Text(string name) => ApprovalTexts.ResourceManager.GetString(name, ApprovalTexts.Culture)!;
}
