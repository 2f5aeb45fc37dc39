# For Terraform 1.5 or newer, and a provider for the Region of the trails.
# Where a configuration has the trail already, give it the two values of CloudWatch Logs, and leave
# its resource and its import here out. The same goes for a log group and a role that exist.

# audit (us-east-1): WOULD_FIX
resource "aws_cloudwatch_log_group" "audit" {
  name              = "/trailmend/audit"
  retention_in_days = 365
  tags = {
    "trailmend:trail" = "arn:aws:cloudtrail:us-east-1:111122223333:trail/audit"
  }
}

resource "aws_iam_role" "audit" {
  name                 = "trailmend-audit-us-east-1-8d14af72-1"
  path                 = "/trailmend/"
  description          = "Lets CloudTrail deliver the trail audit (us-east-1) to CloudWatch Logs. Created by trailmend."
  permissions_boundary = "arn:aws:iam::111122223333:policy/trailmend/trailmend-delivery-boundary"
  tags = {
    "trailmend:trail" = "arn:aws:cloudtrail:us-east-1:111122223333:trail/audit"
  }
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          Service = "cloudtrail.amazonaws.com"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "audit" {
  name = "trailmend-delivery"
  role = aws_iam_role.audit.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.audit.arn}:log-stream:111122223333_CloudTrail_us-east-1*"
      },
    ]
  })
}

import {
  to = aws_cloudtrail.audit
  id = "arn:aws:cloudtrail:us-east-1:111122223333:trail/audit"
}

resource "aws_cloudtrail" "audit" {
  name                          = "audit"
  s3_bucket_name                = "audit-bucket"
  s3_key_prefix                 = "logs/audit"
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.audit.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.audit.arn
  enable_logging                = true
  enable_log_file_validation    = true
  include_global_service_events = true
  is_multi_region_trail         = true
  is_organization_trail         = false
  kms_key_id                    = "arn:aws:kms:us-east-1:111122223333:key/1f0c2b3a-0000-4d1e-9f00-000000000002"
  sns_topic_name                = "trail-topic"
  tags = {
    "team" = "security"
  }
  depends_on = [aws_iam_role_policy.audit]

  advanced_event_selector {
    name = "management"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }

    field_selector {
      field      = "eventSource"
      not_equals = ["kms.amazonaws.com"]
    }
  }

  advanced_event_selector {
    name = "objects"

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }

    field_selector {
      field       = "resources.ARN"
      starts_with = ["arn:aws:s3:::payments/"]
    }
  }
}
