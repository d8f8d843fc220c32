/*M!999999\- enable the sandbox mode */
-- What mysqldump writes, and what people write around it.
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
DROP TABLE IF EXISTS `books`;
CREATE TABLE `books` (
  `id` int unsigned NOT NULL AUTO_INCREMENT COMMENT 'key; it''s \'quoted\' -- no comment',
  `author_id` bigint unsigned DEFAULT NULL,
  `kind` enum('a','b,c','it''s','d)e') NOT NULL DEFAULT 'a',
  `flags` set('x','y') DEFAULT 'x,y',
  `price` decimal(10,2) unsigned NOT NULL DEFAULT 0.00,
  `label` varchar(64) GENERATED ALWAYS AS (concat(`kind`,'-',`price`)) VIRTUAL,
  `changed` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  `in_print` bool DEFAULT TRUE,
  `text` text CHARACTER SET latin1,
  `back``tick` int,
  PRIMARY KEY (`id`) USING BTREE,
  UNIQUE KEY `one_per_author` (`author_id`),
  KEY `prefix` (`text`(20)) COMMENT 'the beginning',
  FULLTEXT KEY `words` (`text`),
  CONSTRAINT `fk_author` FOREIGN KEY (`author_id`) REFERENCES `authors` (`id`) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT `not_free` CHECK (`price` >= 0)
) ENGINE=InnoDB AUTO_INCREMENT=42 DEFAULT CHARSET=utf8mb4 COMMENT='table; with ) and ''quotes''';
# a comment; with a semicolon
CREATE TABLE IF NOT EXISTS authors (
  id BIGINT UNSIGNED NOT NULL PRIMARY KEY AUTO_INCREMENT,
  code CHAR(2) NOT NULL UNIQUE,
  teacher BIGINT UNSIGNED REFERENCES authors(id),
  INDEX (code, teacher)
);
CREATE TABLE `shelf` (`book` int unsigned NOT NULL, `place` smallint NOT NULL DEFAULT 7) ENGINE=InnoDB
/*!50100 PARTITION BY RANGE (`place`) (PARTITION p0 VALUES LESS THAN MAXVALUE) */;
ALTER TABLE `shelf`
  ADD PRIMARY KEY (`book`,`place`),
  ADD CONSTRAINT `shelf_book` FOREIGN KEY (`book`) REFERENCES `books` (`id`) ON DELETE CASCADE,
  ADD COLUMN `row` VARCHAR(20) NULL AFTER `book`;
ALTER TABLE `authors` MODIFY `code` CHAR(3) COMMENT 'loses NOT NULL', CHANGE `teacher` `mentor` BIGINT UNSIGNED NULL;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
/*!50001 VIEW `titles` AS select `id` AS `id` from `books` */;
DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER `t` BEFORE INSERT ON `shelf` FOR EACH ROW BEGIN
  SET NEW.place = 1; -- CREATE TABLE nope (id int);
END */;;
DELIMITER ;
INSERT INTO `books` VALUES (1,2,'a','CREATE TABLE nope (x int);\'',NULL);
CREATE TABLE `logs` (`id` int, `book` int unsigned, FOREIGN KEY (`book`) REFERENCES `books`(`id`)) ENGINE=MyISAM;
RENAME TABLE `logs` TO `log`;
