namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>Section <c>Meetings</c>.</summary>
public sealed class MeetingOptions
{
    /// <summary>Working days a holder has to answer; after that its bureau hears of it. A week of work, as the platform tells holders when they list.</summary>
    public int ReplyWorkdays { get; set; } = 5;

    /// <summary>Working days after which the holder is reminded.</summary>
    public int RemindWorkdays { get; set; } = 2;

    /// <summary>How long a request for an introduction stands.</summary>
    public int IntroductionDays { get; set; } = 30;

    /// <summary>Questions of one asker a day: nobody needs more, and holders are not to be flooded.</summary>
    public int QuestionsADay { get; set; } = 20;

    /// <summary>What is shown in public of a holder's replies, or counted over needs, stands on at least so many.</summary>
    public const int Fewest = 3;
}
