// Everything the pipeline needs on Azure, in one resource group: no connection string, no key, one identity.
// infra/README.md has the commands.
targetScope = 'resourceGroup'

@description('Start of every resource name: lower-case letters, digits and inner hyphens. A hash of the resource group follows it.')
@minLength(2)
@maxLength(11)
param namePrefix string = 'pipeline'

@description('Azure region of all resources. It must offer Flex Consumption: az functionapp list-flexconsumption-locations.')
param location string = resourceGroup().location

@description('Origins (scheme and host, no path, no *) of the web sites whose pages may post events. Empty: no browser on another origin may.')
@maxLength(100)
param allowedOrigins string[] = []

@description('Memory of one instance in MB; it also sets the cores (0.25, 1, 2) and the price of a second.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('Most instances that may run at once: the ceiling of the bill.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Requests that one instance serves at once. Capture gathers concurrent requests in one queue message, so more is cheaper.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 100

@description('Instances that always wait for HTTP requests. 0: the first visitor after a quiet time waits for a cold start. Billed all day.')
@minValue(0)
@maxValue(20)
param alwaysReadyHttpInstances int = 0

@description('Copies of the stored data: within one data centre (LRS), over three zones (ZRS), or in a second region too (GRS).')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
])
param storageSku string = 'Standard_LRS'

@description('Days that logs and traces are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Most log data taken in per day, in GB; what comes after it that day is dropped.')
@minValue(1)
@maxValue(100)
param logDailyCapGB int = 1

@description('Address (https) of the receiver that is told of leads that are ready for sales. Empty: nobody is told, hand-offs stay pending.')
@minLength(0)
@maxLength(2000)
param handoffUrl string = ''

@description('Secret that signs hand-offs, 16 characters or more; needed with handoffUrl. Give it when deploying, never in a file.')
@secure()
@minLength(0)
@maxLength(500)
param handoffSecret string = ''

@description('Seconds that one try of a hand-off may take.')
@minValue(1)
@maxValue(59)
param handoffTimeoutSeconds int = 10

@description('Further app settings of the pipeline, name to text, with __ between the parts of a name. Not for secrets.')
param pipelineSettings object = {}

@description('Tags put on every resource.')
param tags object = {}

var suffix = uniqueString(resourceGroup().id)
var appName = toLower('${namePrefix}-${suffix}')
var storageName = toLower('${replace(namePrefix, '-', '')}${suffix}')
var packageContainerName = 'app-package'

var queueNames = [
  'events'
  'scores'
  'handoffs'
  'rollups'
]

var tableNames = [
  'Visitors'
  'Leads'
  'Days'
  'Ranks'
  'LeadPages'
  'Rollups'
  'Inputs'
  'Settings'
  'Rejected'
]

// Storage Blob Data Owner (host locks, timer status, keys, package), Queue Data Contributor, Table Data Contributor.
var storageRoleIds = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
]

// A slash at the end matches no browser's origin, and the application does not start with a site that it cannot read.
var origins = map(
  allowedOrigins,
  origin => endsWith(origin, '/') ? substring(origin, 0, length(origin) - 1) : origin
)

// The application checks the sites as well, so it must know the same ones.
var siteSettings = toObject(
  range(0, length(origins)),
  i => 'Pipeline__Capture__Sites__${i}',
  i => origins[i]
)

var handoffSettings = empty(handoffUrl)
  ? {}
  : {
      Pipeline__Handoff__Url: handoffUrl
      Pipeline__Handoff__Secret: handoffSecret
      Pipeline__Handoff__Timeout: '00:00:${padLeft(string(handoffTimeoutSeconds), 2, '0')}'
    }

// Monitoring Metrics Publisher.
var telemetryRoleId = '3913510d-42f4-4e42-8a64-420c390055eb'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${appName}-identity'
  location: location
  tags: tags
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: storageName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: storageSku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource packages 'containers' = {
      name: packageContainerName
    }
  }

  resource queueService 'queueServices' = {
    name: 'default'

    resource queues 'queues' = [
      for name in queueNames: {
        name: name
      }
    ]

    resource poisonQueues 'queues' = [
      for name in queueNames: {
        name: '${name}-poison'
      }
    ]
  }

  resource tableService 'tableServices' = {
    name: 'default'

    resource tables 'tables' = [
      for name in tableNames: {
        name: name
      }
    ]
  }
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${appName}-logs'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logRetentionDays
    workspaceCapping: {
      dailyQuotaGb: logDailyCapGB
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${appName}-insights'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableIpMasking: false
    DisableLocalAuth: true
  }
}

resource storageRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for roleId in storageRoleIds: {
    name: guid(storage.id, identity.id, roleId)
    scope: storage
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleId)
    }
  }
]

resource telemetryRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, identity.id, telemetryRoleId)
  scope: insights
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', telemetryRoleId)
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: '${appName}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: appName
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packageContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReadyHttpInstances == 0
          ? []
          : [
              {
                name: 'http'
                instanceCount: alwaysReadyHttpInstances
              }
            ]
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      cors: {
        allowedOrigins: origins
        // The visitor cookie travels with the events; the platform refuses this beside an empty list.
        supportCredentials: !empty(origins)
      }
    }
  }
  // Without its roles the first start logs 403 until the host is restarted.
  dependsOn: [
    storageRoles
    telemetryRole
  ]

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(siteSettings, handoffSettings, pipelineSettings, {
      // The platform answers preflights here; headers from both sides would be refused by browsers.
      Pipeline__Capture__Cors: 'platform'
      AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
      AzureWebJobsStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
      AzureWebJobsStorage__tableServiceUri: storage.properties.primaryEndpoints.table
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.properties.clientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
    })
  }
}

@description('Name of the function app: what the deployment commands ask for.')
output functionAppName string = app.name

@description('Host name that serves the script, the pixel, forms and reports.')
output hostName string = app.properties.defaultHostName

@description('Name of the storage account that holds the queues and tables.')
output storageAccountName string = storage.name

@description('Name of the Application Insights component.')
output applicationInsightsName string = insights.name
