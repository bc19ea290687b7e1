using System.Globalization;

namespace Pipeline.LocalHost.Demo;

/// <summary>A bar that is drawn again in place on a terminal, and a line now and then where the output goes elsewhere.</summary>
internal sealed class ProgressLine(TextWriter output, TimeProvider time)
{
    private const int Width = 30;
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    private readonly bool _redraws = output == Console.Out && !Console.IsOutputRedirected;
    private long _shownAt = time.GetTimestamp();

    public void Show(string what, double share)
    {
        if (!_redraws && time.GetElapsedTime(_shownAt) < LineInterval)
        {
            return;
        }

        _shownAt = time.GetTimestamp();
        var filled = (int)Math.Round(Width * Math.Clamp(share, 0, 1));
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-20} [{new string('#', filled)}{new string('.', Width - filled)}] {Math.Clamp(share, 0, 1) * 100,3:0} %");
        if (_redraws)
        {
            output.Write("\r" + line);
        }
        else
        {
            output.WriteLine(line);
        }
    }

    public void End(string what)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{what,-20} [{new string('#', Width)}] 100 %");
        output.WriteLine((_redraws ? "\r" : "") + line);
    }
}
