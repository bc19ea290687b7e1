using System.Diagnostics;

namespace Pipeline.LocalHost.Worker;

/// <summary>The worker's process; its output is held back until it is ready or has failed.</summary>
internal sealed class WorkerProcess : IWorkerProcess
{
    private const int LastLines = 40;

    private readonly Process _process;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private readonly List<(TextWriter Target, string Line)> _heldBack = [];
    private bool _shown;

    public WorkerProcess(Process process, TextWriter output, TextWriter error)
    {
        (_process, _output, _error) = (process, output, error);
        process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Exited = WaitAsync();
    }

    public Task<int> Exited { get; }

    public string LastOutput
    {
        get
        {
            lock (_lock)
            {
                return string.Join(Environment.NewLine, _last);
            }
        }
    }

    public void ShowOutput()
    {
        lock (_lock)
        {
            _shown = true;
            _heldBack.ForEach(held => held.Target.WriteLine(held.Line));
            _heldBack.Clear();
        }
    }

    public void Kill() => _process.Kill();

    public void Dispose() => _process.Dispose();

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private void Take(TextWriter target, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _last.Enqueue(line);
            if (_last.Count > LastLines)
            {
                _last.Dequeue();
            }

            if (_shown)
            {
                target.WriteLine(line);
            }
            else
            {
                _heldBack.Add((target, line));
            }
        }
    }
}
