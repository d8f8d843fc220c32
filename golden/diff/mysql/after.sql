CREATE TABLE `parent` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `name` varchar(40) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `by_name` (`name`)
) ENGINE=InnoDB COMMENT='who has children';
CREATE TABLE `child` (
  `id` int NOT NULL AUTO_INCREMENT,
  `parent_id` bigint NOT NULL,
  `kind` enum('a','b','c') NOT NULL DEFAULT 'a',
  `note` varchar(20) COLLATE utf8mb4_bin DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `by_parent_and_kind` (`parent_id`, `kind`),
  CONSTRAINT `child_parent` FOREIGN KEY (`parent_id`) REFERENCES `parent` (`id`)
) ENGINE=InnoDB;
