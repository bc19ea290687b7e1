namespace Pipeline.Functions.Leads.Handoffs;

// Trying again would not help: the name leads into a network.
internal sealed class PrivateReceiverException(string message) : Exception(message);
