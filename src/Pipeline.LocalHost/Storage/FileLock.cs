namespace Pipeline.LocalHost.Storage;

// The operating system releases these when their process ends, also when it is killed.
internal static class FileLock
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    public static async Task<FileStream> WaitAsync(string path, Func<Task> onFirstWait, CancellationToken cancellationToken)
    {
        for (var told = false; ; told = true)
        {
            if (TryExclusive(path) is { } held)
            {
                return held;
            }

            if (!told)
            {
                await onFirstWait();
            }

            await Task.Delay(RetryDelay, TimeProvider.System, cancellationToken);
        }
    }

    public static FileStream? TryExclusive(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    public static FileStream? TryShared(string path) => TryOpen(path, FileAccess.Read, FileShare.Read);

    private static FileStream? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, access, share);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
