namespace Marketplace.Web.Needs.Drives;

public static class DriveWords
{
    public static string Name(DriveState state) => state switch { DriveState.Draft => DriveTexts.StateDraft, DriveState.Open => DriveTexts.StateOpen, _ => DriveTexts.StateClosed };
}
