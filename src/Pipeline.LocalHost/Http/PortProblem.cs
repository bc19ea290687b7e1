using System.Net.Sockets;
using Pipeline.LocalHost.Settings;

namespace Pipeline.LocalHost.Http;

/// <summary>Tells of a port that cannot be used, before anything is started that would have to be stopped again.</summary>
internal static class PortProblem
{
    public static void ThrowIfTaken(LocalHostSettings settings)
    {
        if (settings.Port == 0)
        {
            return;
        }

        try
        {
            using var probe = new TcpListener(settings.Address, settings.Port);
            probe.Start();
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw InUse(settings);
        }
        catch (SocketException exception)
        {
            throw new StartupException($"Cannot listen on {settings.Address}, port {settings.Port}: {exception.Message}.", []);
        }
    }

    public static StartupException InUse(LocalHostSettings settings) =>
        new($"Port {settings.Port} on {settings.Address} is in use. Stop what listens there, or choose another with --port N.", []);
}
