namespace Marketplace.Web.Platform.Files;

/// <summary>
/// Who may open the files of one kind of case. A feature that keeps papers registers one: its files are then opened at <c>/papers/{id}</c> by people who
/// are signed in and may see the case, and by no link that could be passed on.
/// </summary>
public interface IFileGuard
{
    /// <summary>The first part of <see cref="StoredFile.Subject"/>, such as <c>registration</c>.</summary>
    string Kind { get; }

    /// <summary>Whether the reader of this request may see the case of that id.</summary>
    Task<bool> MayReadAsync(Guid id, CancellationToken ct);
}
