using './main.bicep'

param namePrefix = 'pipeline'
param allowedOrigins = [
  'https://www.example.org'
]
param tags = {
  product: 'marketing-pipeline'
}
