using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.Messages;

/// <summary>
/// The way a feature sends: the message is a row in the caller's own transaction, so it exists exactly when the change does;
/// <see cref="MessageSender"/> takes it from there.
/// </summary>
public sealed class Messenger(MessageTemplates templates, TimeProvider time)
{
    public const string SignalChannel = "messages";

    /// <summary>Returns false when the same <see cref="MessageRequest.DedupeKey"/> was queued before: nothing is sent twice.</summary>
    /// <exception cref="ArgumentException">The request is wrong: a parameter is missing, a line break stands where a header is made from it.</exception>
    public async Task<bool> QueueAsync(AppDbContext db, MessageRequest request, CancellationToken ct)
    {
        // Without one the row would be committed at once, whatever becomes of the caller's change.
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("A message is queued in the transaction of the change it tells about: begin one first.");
        Check(request);
        var now = time.GetUtcNow();
        var notBefore = request.NotBefore?.ToUniversalTime() ?? now;
        var template = request.Template;
        // ON CONFLICT instead of an exception, which would spoil the caller's transaction. NOTIFY is heard at commit.
        var added = await db.Database.ExecuteSqlAsync(
            $"""
            insert into messages (id, channel, address, recipient_key, language, template, parameters, purpose, urgent,
                                  dedupe_key, not_before, expires_at, state, attempts, due_at, created_at)
            values ({Guid.CreateVersion7(now)}, {request.Channel.ToString()}, {request.Address}, {request.RecipientKey}, {request.Language},
                    {template.Key}, {MessageConfiguration.ToJson(request.Parameters)}::jsonb, {template.Purpose.Key}, {template.Urgent},
                    {request.DedupeKey}, {notBefore}, {notBefore + template.GoodFor}, {nameof(MessageState.Queued)}, 0, {notBefore}, {now})
            on conflict (dedupe_key) do nothing
            """, ct);
        if (added == 0) return false;
        await db.Database.ExecuteSqlAsync($"select pg_notify({SignalChannel}, '')", ct);
        return true;
    }

    private void Check(MessageRequest request)
    {
        var template = request.Template;
        if (templates.Find(template.Key) != template)
            throw new ArgumentException($"Template {template.Key} is not registered.", nameof(request));
        if (!MessageLanguages.All.Contains(request.Language, StringComparer.Ordinal))
            throw new ArgumentException($"There is no language {request.Language}.", nameof(request));
        if (template.Parameters.FirstOrDefault(p => !request.Parameters.ContainsKey(p)) is { } missing)
            throw new ArgumentException($"Template {template.Key} needs the parameter {missing}.", nameof(request));
        if (string.IsNullOrWhiteSpace(request.Address) || HasControl(request.Address))
            throw new ArgumentException("The address is empty or has a control character.", nameof(request));
        // Subjects become mail headers.
        if (MessageText.Placeholders(template.Subject(request.Language)).FirstOrDefault(p => HasControl(request.Parameters[p])) is { } broken)
            throw new ArgumentException($"The parameter {broken} stands in the subject and has a line break.", nameof(request));
    }

    private static bool HasControl(string value) => value.Any(char.IsControl);
}
