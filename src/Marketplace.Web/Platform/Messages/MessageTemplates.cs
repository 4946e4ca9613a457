namespace Marketplace.Web.Platform.Messages;

/// <summary>All templates of the program by key; checked once at start.</summary>
public sealed class MessageTemplates
{
    public static readonly MessageTemplate ContactReceived = new()
    {
        Key = "contact.received",
        Texts = MessageTexts.ResourceManager,
        SubjectName = nameof(MessageTexts.ContactReceivedSubject),
        TextName = nameof(MessageTexts.ContactReceivedText),
        Parameters = ["reference", "name", "message"],
        Purpose = MessagePurpose.Service,
    };

    public static readonly MessageTemplate ContactOperator = new()
    {
        Key = "contact.operator",
        Texts = MessageTexts.ResourceManager,
        SubjectName = nameof(MessageTexts.ContactOperatorSubject),
        TextName = nameof(MessageTexts.ContactOperatorText),
        Parameters = ["reference", "name", "replyTo", "message"],
        Purpose = MessagePurpose.Service,
    };

    public static readonly MessageTemplate Test = new()
    {
        Key = "message.test",
        Texts = MessageTexts.ResourceManager,
        SubjectName = nameof(MessageTexts.TestSubject),
        TextName = nameof(MessageTexts.TestText),
        Parameters = ["note"],
        Purpose = MessagePurpose.Notices,
    };

    public static readonly IReadOnlyList<MessageTemplate> BuiltIn = [ContactReceived, ContactOperator, Test];

    private readonly Dictionary<string, MessageTemplate> _byKey;

    public MessageTemplates(IEnumerable<MessageTemplate> templates)
    {
        _byKey = templates.ToDictionary(t => t.Key, StringComparer.Ordinal);
        foreach (var template in _byKey.Values)
            foreach (var language in MessageLanguages.All)
                Check(template, language);
    }

    public IReadOnlyCollection<MessageTemplate> All => _byKey.Values;

    public MessageTemplate? Find(string key) => _byKey.GetValueOrDefault(key);

    private static void Check(MessageTemplate template, string language)
    {
        var used = MessageText.Placeholders(template.Subject(language)).Concat(MessageText.Placeholders(template.Text(language)));
        if (used.FirstOrDefault(name => !template.Parameters.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw new InvalidOperationException($"Template {template.Key} names the unknown parameter {unknown} in {language}.");
    }
}
